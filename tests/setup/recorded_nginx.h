#pragma once

#include <string>

#include "server/setup/surroundings.h"
#include "tests/setup/check_findings.h"
#include "tests/setup/recorded_system.h"

namespace lk::test {

// What nginx says of itself when it is asked with -V: Debian's, and the one for Windows.
inline constexpr const char* kDebianBuild =
    "nginx version: nginx/1.22.1\n"
    "built with OpenSSL 3.0.8 7 Feb 2023\n"
    "TLS SNI support enabled\n"
    "configure arguments: --with-cc-opt='-g -O2 -fPIC' --prefix=/usr/share/nginx --conf-path=/etc/nginx/nginx.conf "
    "--modules-path=/usr/lib/nginx/modules --with-stream_ssl_module --with-stream=dynamic\n";

inline constexpr const char* kWindowsBuild =
    "nginx version: nginx/1.22.1\r\n"
    "built by cl 16.00.40219.01 for 80x86\r\n"
    "configure arguments: --with-cc=cl --builddir=objs.msvc8 --with-debug --prefix= --conf-path=conf/nginx.conf "
    "--pid-path=logs/nginx.pid --sbin-path=nginx.exe --with-cc-opt=-DFD_SETSIZE=1024 --with-stream "
    "--with-stream_ssl_module\r\n";

inline constexpr const char* kWindowsExe = "C:\\nginx\\nginx.exe";
inline constexpr const char* kWindowsConf = "C:\\nginx/conf/nginx.conf";

// A stream block without defects for twoNodes(), and what Debian's wants before it.
inline const std::string kStream =
    "stream {\n"
    "  upstream nodes {\n"
    "    hash $remote_addr consistent;\n"
    "    server 127.0.0.1:7601;\n"
    "    server 127.0.0.1:7602;\n"
    "  }\n"
    "  server {\n"
    "    listen 7600 so_keepalive=on;\n"
    "    proxy_connect_timeout 2s;\n"
    "    proxy_timeout 15m;\n"
    "    proxy_pass nodes;\n"
    "  }\n"
    "}\n";

inline const std::string kLinuxHead =
    "load_module modules/ngx_stream_module.so;\nworker_shutdown_timeout 10m;\nevents { worker_connections 4096; }\n";

[[nodiscard]] setup::Surroundings twoNodes();

// How a system is asked for its processes.
[[nodiscard]] std::string processCommandOf(setup::System::Kind kind);

// nginx for Windows, unpacked to C:\nginx and started there.
[[nodiscard]] RecordedSystem windowsMachine(const std::string& config);

// nginx of a Linux machine that says this of itself, with this configuration.
[[nodiscard]] RecordedSystem linuxMachine(const std::string& said, const std::string& config);

// What the checks of nginx find there.
[[nodiscard]] Found nginxFindings(setup::System& system, const setup::Surroundings& around);

}  // namespace lk::test
