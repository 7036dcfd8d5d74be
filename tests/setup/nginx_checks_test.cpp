#include "tests/setup/nginx_checks_test.h"

#include <QProcess>
#include <QTest>

#include "server/setup/areas.h"

namespace lk::test {

using setup::Surroundings;

namespace {

const QString kNginx = QStringLiteral("/usr/sbin/nginx");

}  // namespace

const QByteArray& goodNginxConfig() {
  static const QByteArray kGood =
      "load_module /usr/lib/nginx/modules/ngx_stream_module.so;\n"
      "daemon off;\n"
      "pid nginx.pid;\n"
      "error_log log notice;\n"
      "worker_processes 1;\n"
      "worker_rlimit_nofile 16384;\n"
      "worker_shutdown_timeout 10m;\n"
      "events { worker_connections 4096; }\n"
      "stream {\n"
      "  upstream nodes {\n"
      "    hash $remote_addr consistent;\n"
      "    server 127.0.0.1:FIRST max_fails=1 fail_timeout=10s;\n"
      "    server 127.0.0.1:SECOND max_fails=1 fail_timeout=10s;\n"
      "  }\n"
      "  server {\n"
      "    listen 127.0.0.1:LISTEN so_keepalive=60s:10s:3;\n"
      "    proxy_connect_timeout 2s;\n"
      "    proxy_timeout 15m;\n"
      "    proxy_pass nodes;\n"
      "  }\n"
      "}\n";
  return kGood;
}

void NginxChecksTest::init() {
  m_nginx = std::make_unique<RunningServer>(QStringLiteral("nginx"));
  QVERIFY(write(goodNginxConfig()));
  QVERIFY(start());
}

void NginxChecksTest::cleanup() {
  m_nginx->stop();  // asked: killed, it would leave its worker with the port
  m_nginx.reset();
}

QByteArray NginxChecksTest::filled(QByteArray text) const {
  return text.replace("LISTEN", QByteArray::number(m_ports.listen))
      .replace("FIRST", QByteArray::number(m_ports.first))
      .replace("SECOND", QByteArray::number(m_ports.second));
}

QString NginxChecksTest::configFile() const { return m_nginx->path(QStringLiteral("nginx.conf")); }

bool NginxChecksTest::write(const QByteArray& text) const {
  return m_nginx->write(QStringLiteral("nginx.conf"), filled(text));
}

Surroundings NginxChecksTest::around() const {
  Surroundings around;
  around.settings.nginxBinary = kNginx.toStdString();
  around.settings.nginxConfig = configFile().toStdString();
  around.nodes = {{.id = "n1", .listen = {"127.0.0.1:" + std::to_string(m_ports.first)}, .own = true},
                  {.id = "n2", .listen = {"127.0.0.1:" + std::to_string(m_ports.second)}, .own = true}};
  return around;
}

Found NginxChecksTest::findings(const Surroundings& around) {
  Found found;
  found.run(setup::nginxChecks(), m_system, around, m_clock);
  return found;
}

bool NginxChecksTest::nginxTakesIt() const {
  QProcess nginx;
  nginx.start(kNginx, {QStringLiteral("-t"), QStringLiteral("-p"), m_nginx->path({}), QStringLiteral("-c"),
                       configFile(), QStringLiteral("-e"), QStringLiteral("stderr")});
  return nginx.waitForFinished(10'000) && nginx.exitCode() == 0;
}

bool NginxChecksTest::start() {
  return m_nginx->launch(kNginx,
                         {QStringLiteral("-p"), m_nginx->path({}), QStringLiteral("-c"), configFile(),
                          QStringLiteral("-e"), m_nginx->path(QStringLiteral("log"))},
                         RunningServer::AtTestsDeath::Ask) &&
         QTest::qWaitFor([&] { return m_nginx->log().contains("start worker process "); }, 10'000);
}

}  // namespace lk::test
