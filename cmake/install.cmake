# cmake --install puts the program, the library, headers, the model, the man page and metadata in place.
include(CMakePackageConfigHelpers)

install(TARGETS fuda EXPORT fuda-targets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS fuda_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(FILES ${FUDA_SHIPPED_MODEL} models/taxonomy.yaml DESTINATION ${CMAKE_INSTALL_DATADIR}/fuda)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

# The man page comes from the same tables as --help.
set(FUDA_MAN ${CMAKE_BINARY_DIR}/fuda.1)
add_custom_command(OUTPUT ${FUDA_MAN}
    COMMAND fuda_cli help --man > ${FUDA_MAN}
    DEPENDS fuda_cli COMMENT "Writing fuda.1" VERBATIM)
add_custom_target(man ALL DEPENDS ${FUDA_MAN})
install(FILES ${FUDA_MAN} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

# fuda.pc finds its prefix from where it lies, so an installation may be moved.
file(RELATIVE_PATH FUDA_PC_TO_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(cmake/fuda.pc.in generated/fuda.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/generated/fuda.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(EXPORT fuda-targets NAMESPACE fuda:: FILE fuda-config.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/fuda)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/generated/fuda-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/generated/fuda-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/fuda)
