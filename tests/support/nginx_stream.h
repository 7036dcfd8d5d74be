#pragma once

#include <QList>
#include <functional>

#include "tests/support/running_server.h"

namespace lk::test {

// nginx with a stream server on a free port of the loopback, which spreads connections over the nodes by a consistent
// hash of their source address: devices must come from several addresses of 127.0.0.0/8 to be spread.
class NginxStream {
 public:
  NginxStream() = default;
  ~NginxStream();  // asks it to end: killed, it would leave its workers
  NginxStream(const NginxStream&) = delete;
  NginxStream& operator=(const NginxStream&) = delete;

  // Whether it says ahead of a connection whose it is; holds from the next start or reload on.
  void setProxyProtocol(bool on) { m_proxyProtocol = on; }
  // Starts it before these ports and waits until it listens.
  [[nodiscard]] bool start(const QList<quint16>& nodes);
  // With a configuration of the test's own, made for a port; it has to hold `daemon off;` and `error_log log notice;`.
  [[nodiscard]] bool startWith(const std::function<QByteArray(quint16 port)>& configuration);
  // With other nodes: connections that exist stay where they are.
  [[nodiscard]] bool reload(const QList<quint16>& nodes);
  void stop() { m_server.stop(); }

  [[nodiscard]] qsizetype workersStarted() const;
  [[nodiscard]] qsizetype oldWorkers() const;  // which accept no more, and end with their last connection
  // What a configuration that loads the stream module begins with.
  [[nodiscard]] static QByteArray preamble();

  [[nodiscard]] quint16 port() const { return m_port; }
  [[nodiscard]] RunningServer& process() { return m_server; }

 private:
  [[nodiscard]] QByteArray configuration(const QList<quint16>& nodes, quint16 port) const;

  quint16 m_port = 0;
  bool m_proxyProtocol = false;
  RunningServer m_server{QStringLiteral("nginx")};
};

}  // namespace lk::test
