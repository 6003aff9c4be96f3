# amtrace_module(NAME SOURCES a.c b.c LINKS lib ...)
#
# A static library of this folder's sources that shows only its own folder to
# those who link it. What a module does not link it cannot include: that is
# how the rule "who may include whom" is kept.
function(amtrace_module name)
	cmake_parse_arguments(MODULE "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
	add_library(${name} STATIC ${MODULE_SOURCES})
	target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
	target_link_libraries(${name} PUBLIC ${MODULE_LINKS} PRIVATE amtrace::strict ${MODULE_PRIVATE_LINKS})
	set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
endfunction()
