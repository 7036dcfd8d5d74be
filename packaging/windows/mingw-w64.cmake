# Builds for 64-bit Windows with mingw-w64's compiler of the posix thread model. LINEKEEPER_WINDOWS_ROOT, from the command
# line, is the folder whose qt and hiredis build.sh has made; without it nothing of Windows but the compiler's own is found.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc-posix)
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)

list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES LINEKEEPER_WINDOWS_ROOT)
set(CMAKE_FIND_ROOT_PATH /usr/x86_64-w64-mingw32)
if(LINEKEEPER_WINDOWS_ROOT)
  list(PREPEND CMAKE_FIND_ROOT_PATH ${LINEKEEPER_WINDOWS_ROOT}/qt ${LINEKEEPER_WINDOWS_ROOT}/hiredis)
  list(APPEND CMAKE_PREFIX_PATH ${LINEKEEPER_WINDOWS_ROOT}/qt ${LINEKEEPER_WINDOWS_ROOT}/hiredis)
  # Equal bytes from equal sources: no folder of this machine in the files, and no time.
  add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}=. -ffile-prefix-map=${CMAKE_BINARY_DIR}=build)
  add_link_options(-Wl,--no-insert-timestamp)
  # What runs while building is the distribution's Qt, of the same version.
  set(QT_HOST_PATH /usr CACHE PATH "")
  file(GLOB host_cmake /usr/lib/*/cmake/Qt6HostInfo)
  cmake_path(GET host_cmake PARENT_PATH host_cmake)
  set(QT_HOST_PATH_CMAKE_DIR ${host_cmake} CACHE PATH "")
  set(Qt6LinguistTools_DIR ${host_cmake}/Qt6LinguistTools CACHE PATH "")
  set(LINEKEEPER_QTBASE_ZH_CN /usr/share/qt6/translations/qtbase_zh_CN.qm CACHE FILEPATH "")
endif()
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
