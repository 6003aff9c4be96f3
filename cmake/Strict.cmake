# One interface target carries every compiler flag of the tree.
option(AMTRACE_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(AMTRACE_FUZZ "Build the fuzz targets (clang)" OFF)
option(AMTRACE_COVERAGE "Instrument for coverage" OFF)
option(AMTRACE_WERROR "Warnings are errors" ON)

add_library(strict INTERFACE)
add_library(amtrace::strict ALIAS strict)
target_compile_features(strict INTERFACE c_std_11)
target_compile_definitions(strict INTERFACE _GNU_SOURCE)
target_compile_options(strict INTERFACE
	-Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wstrict-prototypes
	-Wmissing-prototypes -Wwrite-strings -Wvla -Wformat=2 -Wundef
	-fvisibility=hidden -fstack-protector-strong -fno-strict-aliasing)
# Binding a function at its first call saves every vector register on the stack,
# with whatever piece of a secret memcpy() left in them.
target_link_options(strict INTERFACE -Wl,-z,relro,-z,now)
if(AMTRACE_WERROR)
	target_compile_options(strict INTERFACE -Werror)
endif()
if(AMTRACE_SANITIZE)
	set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
	# gcc's instrumentation hides casts from -Wconversion; the other builds keep it.
	target_compile_options(strict INTERFACE ${sanitizers} -Wno-conversion)
	target_link_options(strict INTERFACE ${sanitizers})
endif()
if(AMTRACE_FUZZ)
	target_compile_options(strict INTERFACE -fsanitize=fuzzer-no-link)
	target_link_options(strict INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(AMTRACE_COVERAGE)
	target_compile_options(strict INTERFACE --coverage)
	target_link_options(strict INTERFACE --coverage)
endif()
