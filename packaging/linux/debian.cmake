# The Debian package of this build: linekeeper, or linekeeper-headless where there is no window.
if(LINEKEEPER_UI)
  set(package linekeeper)
  set(other linekeeper-headless)
else()
  set(package linekeeper-headless)
  set(other linekeeper)
endif()
set(debian ${CMAKE_CURRENT_BINARY_DIR}/debian)

# A changelog and a copyright file belong to every package; the changelog packed, and the same in every build.
set(changelog ${debian}/changelog.gz)
configure_file(debian/changelog ${debian}/changelog COPYONLY)
execute_process(COMMAND ${GZIP_PROGRAM} -9 -n -c ${debian}/changelog OUTPUT_FILE ${changelog} COMMAND_ERROR_IS_FATAL ANY)
set(documents ${CMAKE_INSTALL_DATADIR}/doc/${package})
install(FILES ${changelog} debian/copyright debian/README.Debian DESTINATION ${documents})

# What dpkg runs as it installs and removes.
foreach(script IN ITEMS postinst prerm postrm)
  configure_file(debian/${script} ${debian}/${script} COPYONLY)
  file(CHMOD ${debian}/${script} PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE)
endforeach()
file(WRITE ${debian}/conffiles "/etc/linekeeper/linekeeper.ini\n")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ${package})
set(CPACK_PACKAGE_VENDOR Linekeeper)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_SOURCE_DIR}/build/packages CACHE STRING "Where packages are put")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_NAME ${package})
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "Linekeeper maintainers <maintainers@linekeeper.example>")
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS adduser)
# Either is the program, the service and the settings; who has one takes the other in its place.
set(CPACK_DEBIAN_PACKAGE_CONFLICTS ${other})
set(CPACK_DEBIAN_PACKAGE_REPLACES ${other})
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "nginx-light | nginx, libnginx-mod-stream, redis-server, prometheus")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${debian}/conffiles ${debian}/postinst ${debian}/prerm ${debian}/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
if(LINEKEEPER_UI)
  # Provides what a server asks for; loads its platform and drawings as plugins, which no tool sees.
  set(CPACK_DEBIAN_PACKAGE_PROVIDES linekeeper-headless)
  string(APPEND CPACK_DEBIAN_PACKAGE_DEPENDS ", libqt6svg6, qt6-qpa-plugins")
  string(APPEND CPACK_DEBIAN_PACKAGE_RECOMMENDS ", libsecret-tools")
  string(APPEND CPACK_DEBIAN_PACKAGE_SUGGESTS ", qt6-wayland")
  set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"gateway for devices on long TCP connections, with its console
Linekeeper holds the TCP connections of a fleet of devices, hands them
commands and takes their reports. Several nodes share a fleet behind nginx
by one Redis.
.
This package has the program with its window: live sessions, commands and
what became of each, checks of nginx, firewall, ports, limits and Redis, and
why a device did not get its command. The same program runs without a
display as a service, and from the command line.")
else()
  set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"gateway for devices on long TCP connections, without a window
Linekeeper holds the TCP connections of a fleet of devices, hands them
commands and takes their reports. Several nodes share a fleet behind nginx
by one Redis.
.
This package has the program for servers: the gateway node as a service, and
its verbs on the command line. It needs no graphical library; the package
linekeeper has the same with a window.")
endif()
include(CPack)
