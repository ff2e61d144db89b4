# CPack follows links: it would count the program, and its checksum, once for each
# experiment.
foreach(package IN LISTS CPACK_PACKAGE_FILES)
  execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND sh -e -c [[
    folder=$2/repack
    dpkg-deb --raw-extract "$1" "$folder"
    cd "$folder"
    find usr -type f | LC_ALL=C sort | xargs md5sum >DEBIAN/md5sums
    size=$(du --summarize --apparent-size --block-size=1K usr | cut -f 1)
    sed -i "s/^Installed-Size:.*/Installed-Size: $size/" DEBIAN/control
    dpkg-deb --root-owner-group -Zxz --build . "$1"
    ]] repack ${package} ${CPACK_TOPLEVEL_DIRECTORY} OUTPUT_QUIET)
endforeach()
