# A layer is a folder with a static library.  Its include path holds the public headers and one
# link for each layer it may use, made in the build tree, so `#include "nlp/…"` compiles only
# where the arrow nlp ← this layer exists.
function(fuda_layer name)
    cmake_parse_arguments(L "" "" "DEPENDS" ${ARGN})
    set(root ${CMAKE_BINARY_DIR}/layers/${name})
    file(MAKE_DIRECTORY ${root})
    foreach(folder ${name} ${L_DEPENDS})
        file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${folder} ${root}/${folder} SYMBOLIC)
    endforeach()
    add_library(fuda_${name} STATIC)
    target_include_directories(fuda_${name}
        PRIVATE ${root} ${CMAKE_SOURCE_DIR}/include ${CMAKE_BINARY_DIR}/generated)
    target_link_libraries(fuda_${name} PRIVATE fuda_flags)
    foreach(folder ${L_DEPENDS})
        target_link_libraries(fuda_${name} PUBLIC fuda_${folder})
    endforeach()
endfunction()
