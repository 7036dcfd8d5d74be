#include "tests/support/nginx_stream.h"

#include <QTest>
#include <csignal>

#include "tests/support/free_port.h"

namespace lk::test {

namespace {

constexpr int kStarts = 5;

}  // namespace

NginxStream::~NginxStream() { m_server.stop(); }

bool NginxStream::start(const QList<quint16>& nodes) {
  return startWith([&](quint16 port) { return configuration(nodes, port); });
}

bool NginxStream::startWith(const std::function<QByteArray(quint16 port)>& configuration) {
  const QStringList arguments = {QStringLiteral("-p"), m_server.path({}),
                                 QStringLiteral("-c"), m_server.path(QStringLiteral("nginx.conf")),
                                 QStringLiteral("-e"), m_server.path(QStringLiteral("log"))};
  for (int i = 0; i < kStarts; ++i) {
    m_port = freePort();
    if (!m_server.write(QStringLiteral("nginx.conf"), configuration(m_port))) return false;
    if (!m_server.launch(QStringLiteral("/usr/sbin/nginx"), arguments, RunningServer::AtTestsDeath::Ask)) return false;
    // It listens before it starts its worker, and ends if the port is another's.
    if (QTest::qWaitFor([&] { return !m_server.runs() || workersStarted() > 0; }, 10'000) && m_server.runs())
      return true;
    m_server.stop();
  }
  m_server.printLog();
  return false;
}

bool NginxStream::reload(const QList<quint16>& nodes) {
  if (!m_server.write(QStringLiteral("nginx.conf"), configuration(nodes, m_port))) return false;
  const auto before = oldWorkers();
  m_server.signal(SIGHUP);
  return QTest::qWaitFor([&] { return oldWorkers() > before; }, 10'000);
}

qsizetype NginxStream::workersStarted() const { return m_server.log().count("start worker process "); }

qsizetype NginxStream::oldWorkers() const { return m_server.log().count("gracefully shutting down"); }

QByteArray NginxStream::preamble() {
  return "load_module /usr/lib/nginx/modules/ngx_stream_module.so;\n"
         "daemon off;\n"
         "pid nginx.pid;\n"
         "error_log log notice;\n"
         "worker_processes 1;\n"
         "events { worker_connections 16384; }\n";
}

QByteArray NginxStream::configuration(const QList<quint16>& nodes, quint16 port) const {
  QByteArray upstream;
  for (const quint16 node : nodes) {
    upstream += "    server 127.0.0.1:" + QByteArray::number(node) + " max_fails=1 fail_timeout=2s;\n";
  }
  return preamble() +
         "stream {\n"
         "  upstream nodes {\n"
         "    hash $remote_addr consistent;\n" +
         upstream +
         "  }\n"
         "  server {\n"
         "    listen 127.0.0.1:" +
         QByteArray::number(port) +
         " backlog=4096;\n"
         "    proxy_connect_timeout 1s;\n"
         "    proxy_timeout 10m;\n" +
         (m_proxyProtocol ? "    proxy_protocol on;\n" : "") +
         "    proxy_pass nodes;\n"
         "  }\n"
         "}\n";
}

}  // namespace lk::test
