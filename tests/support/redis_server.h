#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QString>
#include <memory>

#include "tests/support/resp_link.h"
#include "tests/support/running_server.h"

namespace lk::test {

class Certificates;

struct RedisServerPlan {
  QByteArray name = "redis";
  QByteArray password;  // of the default user
  bool cluster = false;
  bool appendOnly = false;            // what it holds survives a restart
  const Certificates* tls = nullptr;  // a second port speaks TLS, with its server's certificate
  QByteArray config;                  // more lines of redis.conf
  bool sentinel = false;              // a Sentinel: `config` says what it watches
};

// A redis-server on a free port of the loopback, which it keeps across restarts. No persistence unless asked for.
class RedisServer {
 public:
  explicit RedisServer(RedisServerPlan plan = {});

  // Starts it and waits until it answers.
  [[nodiscard]] bool start();
  // In two steps, for several at once.
  [[nodiscard]] bool launch();
  [[nodiscard]] bool waitUntilItAnswers(int withinMs = 10'000);

  void stop() { m_server.stop(); }
  void kill9() { m_server.kill9(); }
  void freeze() { m_server.freeze(); }
  void thaw() { m_server.thaw(); }
  [[nodiscard]] bool restart();  // asks it to end first
  [[nodiscard]] bool runs() const { return m_server.runs(); }
  [[nodiscard]] bool frozen() const { return m_server.frozen(); }
  [[nodiscard]] bool answers() const { return runs() && !frozen(); }  // as far as its process is concerned

  [[nodiscard]] quint16 port() const { return m_port; }
  [[nodiscard]] quint16 tlsPort() const { return m_tlsPort; }
  [[nodiscard]] QByteArray address() const;  // 127.0.0.1:PORT
  [[nodiscard]] QString url() const;         // redis://127.0.0.1:PORT, without the password
  [[nodiscard]] RunningServer& process() { return m_server; }

  // Blocks until it has answered, or `withinMs` are over.
  RespValue ask(const QByteArrayList& words, int withinMs = 2'000);
  std::vector<RespValue> askAll(const QList<QByteArrayList>& requests, int withinMs = 10'000);
  // A line of INFO, such as "master_link_status", or of CLUSTER INFO; empty: there is none.
  [[nodiscard]] QByteArray info(const QByteArray& field);
  [[nodiscard]] QByteArray clusterInfo(const QByteArray& field);
  // How often a command was called since the start, by COMMANDSTATS: of "publish", "evalsha" …
  [[nodiscard]] qint64 calls(const QByteArray& command);

 private:
  [[nodiscard]] QByteArray configuration() const;
  [[nodiscard]] RespLink& link();

  RedisServerPlan m_plan;
  quint16 m_port = 0;
  quint16 m_tlsPort = 0;
  RunningServer m_server;
  std::unique_ptr<RespLink> m_link;
};

}  // namespace lk::test
