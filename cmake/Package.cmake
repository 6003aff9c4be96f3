# What cpack makes: a Debian package of amtrace, one of the plugin, which goes with exactly
# the Wireshark that it was built for, and a zip to unpack in the personal plugin folder.
# CPACK_PROJECT_CONFIG_FILE says what differs between the two kinds.
set(CPACK_PACKAGE_NAME amtrace)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each package has its own
set(CPACK_PACKAGE_CONTACT "The amtrace project <amtrace@localhost>")
set(CPACK_PACKAGE_VENDOR "The amtrace project")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_GENERATOR DEB ZIP)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_CURRENT_LIST_DIR}/PackageKinds.cmake)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_AMTRACE_PACKAGE_NAME amtrace)
set(CPACK_COMPONENT_AMTRACE_DESCRIPTION
	"why Intel AMT provisioning did not happen\nReads captures of devices that ask to be provisioned, and the server's records,\nand says device by device at which step it stopped, why, and what to do.")
set(CPACK_AMTRACE_PACKAGED "")
if(TARGET amtrace)
	list(APPEND CPACK_AMTRACE_PACKAGED amtrace)
	install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/amtrace
		RENAME copyright COMPONENT amtrace)
endif()

if(TARGET iamt)
	list(APPEND CPACK_AMTRACE_PACKAGED plugin)
	string(REGEX MATCH "^([0-9]+)\\.([0-9]+)" wireshark "${WIRESHARK_wireshark_VERSION}")
	math(EXPR next "${CMAKE_MATCH_2} + 1")
	set(CPACK_DEBIAN_PLUGIN_PACKAGE_NAME wireshark-plugin-iamt)
	# Of every Wireshark there is one libwireshark-data, whatever its library is called.
	set(CPACK_DEBIAN_PLUGIN_PACKAGE_DEPENDS
		"libwireshark-data (>= ${wireshark}~), libwireshark-data (<< ${CMAKE_MATCH_1}.${next}~)")
	set(CPACK_COMPONENT_PLUGIN_DESCRIPTION
		"Intel AMT provisioning in Wireshark ${wireshark}\nShows hellos, calls, redirection and tunnels of Intel AMT field by field, and what\nis odd about them. Comes with a profile: columns, colours, filter buttons.")
	install(FILES ${PROJECT_SOURCE_DIR}/LICENSE RENAME copyright COMPONENT plugin
		DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/wireshark-plugin-iamt)
	install(DIRECTORY ${PROJECT_SOURCE_DIR}/dissector/profile/AMT COMPONENT plugin
		DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/wireshark/profiles)

	# As the personal folder wants it; never part of an ordinary installation.
	install(TARGETS iamt LIBRARY DESTINATION ${wireshark}/epan COMPONENT personal EXCLUDE_FROM_ALL)
	set(CPACK_AMTRACE_ZIP iamt-${PROJECT_VERSION}-wireshark-${wireshark}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR})
endif()
include(CPack)
