# amtrace_embed(NAME FILE) writes NAME.c into the build folder: FILE as the
# NUL-terminated array |NAME|. As a script (-P) it does the writing itself.
if(CMAKE_SCRIPT_MODE_FILE)
	file(READ ${FILE} bytes HEX)
	string(REGEX REPLACE "(..)" "0x\\1, " bytes "${bytes}")
	file(WRITE ${OUTPUT} "extern const char ${NAME}[];\nconst char ${NAME}[] = {${bytes}0};\n")
	return()
endif()

set(AMTRACE_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
function(amtrace_embed name file)
	add_custom_command(OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${name}.c
		COMMAND ${CMAKE_COMMAND} -DNAME=${name} -DFILE=${CMAKE_CURRENT_SOURCE_DIR}/${file}
			-DOUTPUT=${CMAKE_CURRENT_BINARY_DIR}/${name}.c -P ${AMTRACE_EMBED_SCRIPT}
		DEPENDS ${file} ${AMTRACE_EMBED_SCRIPT} VERBATIM)
endfunction()
