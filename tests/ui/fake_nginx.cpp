#include "fake_nginx.h"

#include "server/wire/frame.h"

namespace lk::ui::test {

namespace {

constexpr const char* kProcesses = "ps -ww -eo pid=,ppid=,etimes=,args=";
constexpr const char* kMaster = "  811     1  90061 nginx: master process /usr/sbin/nginx\n";

constexpr const char* kConfig = R"(user www-data;
worker_processes 2;

events {
    worker_connections 20000;
}

stream {
    # the devices
    upstream gateways {
        hash $remote_addr consistent;
        server 127.0.0.1:7600;
        server 10.0.0.12:7600;
    }

    server {
        listen 7000;
        proxy_pass gateways;
        proxy_timeout 60s;
        proxy_connect_timeout 2s;
    }
}
)";

setup::Ran processes(const std::string& workers) { return {0, kMaster + workers, ""}; }

}  // namespace

setup::Talk nodeAnswers() {
  setup::Talk welcome;
  welcome.end = setup::Talk::End::Answered;
  wire::appendFrame(welcome.heard, wire::FrameType::Welcome, 0, R"({"node":"n1","session":7})");
  return welcome;
}

void recordNginx(lk::test::RecordedSystem& system) {
  system.program("nginx", "/usr/sbin/nginx");
  system.file("/usr/sbin/nginx", "");
  system.recordAllLike("/usr/sbin/nginx", {0, "", "nginx: configuration file test is successful\n"});
  system.record("/usr/sbin/nginx -V",
                setup::Ran{0, "",
                           "nginx version: nginx/1.22.1\nconfigure arguments: --prefix=/usr/share/nginx "
                           "--conf-path=/etc/nginx/nginx.conf --with-stream\n"});
  system.record(kProcesses, processes("  812   811  90061 nginx: worker process\n"));
  system.file(kNginxConfig, kConfig);
  system.recordAllLike("tail", {});
  system.answer("127.0.0.1:7000", nodeAnswers());
  system.answer("127.0.0.1:7600", nodeAnswers());
}

void recordNewWorkers(lk::test::RecordedSystem& system) {
  system.record(kProcesses, processes("  812   811  90061 nginx: worker process is shutting down\n"
                                      "  977   811      1 nginx: worker process\n"));
}

void recordNginxGone(lk::test::RecordedSystem& system) { system.record(kProcesses, setup::Ran{0, "", ""}); }

}  // namespace lk::ui::test
