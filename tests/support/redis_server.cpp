#include "tests/support/redis_server.h"

#include <QTest>

#include "tests/support/certificates.h"
#include "tests/support/free_port.h"

namespace lk::test {

namespace {

// Another test may have taken the port between the look and the start.
constexpr int kStarts = 5;

QByteArray lineOf(const QByteArray& info, const QByteArray& field) {
  for (const QByteArray& line : info.split('\n')) {
    if (line.startsWith(field + ':')) return line.mid(field.size() + 1).trimmed();
  }
  return {};
}

}  // namespace

RedisServer::RedisServer(RedisServerPlan plan) : m_plan(std::move(plan)), m_server(QString::fromUtf8(m_plan.name)) {}

bool RedisServer::start() {
  const bool portIsOurs = m_port != 0;
  for (int i = 0; i < kStarts; ++i) {
    if (launch() && waitUntilItAnswers()) return true;
    if (portIsOurs || m_server.runs()) break;
    m_port = 0;
  }
  m_server.printLog();
  return false;
}

bool RedisServer::launch() {
  if (m_port == 0) {
    m_port = freePort();
    m_tlsPort = m_plan.tls != nullptr ? freePort() : 0;
  }
  // A Sentinel writes what it has learnt into its file, and needs it again.
  const QString file = QStringLiteral("redis.conf");
  const bool written = (m_plan.sentinel && !m_server.log().isEmpty()) || m_server.write(file, configuration());
  QStringList arguments = {file};
  if (m_plan.sentinel) arguments.push_back(QStringLiteral("--sentinel"));
  return written && m_server.launch(QStringLiteral("redis-server"), arguments);
}

bool RedisServer::waitUntilItAnswers(int withinMs) {
  m_link.reset();
  bool answered = false;
  const bool decided = QTest::qWaitFor(
      [&] {
        answered = m_server.runs() && ask({"PING"}, 200).text == "PONG";
        return answered || !m_server.runs();
      },
      withinMs);
  return decided && answered;
}

bool RedisServer::restart() {
  stop();
  return start();
}

QByteArray RedisServer::address() const { return "127.0.0.1:" + QByteArray::number(m_port); }

QString RedisServer::url() const { return QStringLiteral("redis://") + QString::fromUtf8(address()); }

RespLink& RedisServer::link() {
  if (!m_link) m_link = std::make_unique<RespLink>(m_port, m_plan.password);
  return *m_link;
}

RespValue RedisServer::ask(const QByteArrayList& words, int withinMs) { return link().ask(words, withinMs); }

std::vector<RespValue> RedisServer::askAll(const QList<QByteArrayList>& requests, int withinMs) {
  return link().askAll(requests, withinMs);
}

QByteArray RedisServer::info(const QByteArray& field) { return lineOf(ask({"INFO", "everything"}).text, field); }

QByteArray RedisServer::clusterInfo(const QByteArray& field) { return lineOf(ask({"CLUSTER", "INFO"}).text, field); }

qint64 RedisServer::calls(const QByteArray& command) {
  const QByteArray stats = lineOf(ask({"INFO", "commandstats"}).text, "cmdstat_" + command);
  const QByteArray first = stats.split(',').front();  // calls=N
  return first.mid(first.indexOf('=') + 1).toLongLong();
}

QByteArray RedisServer::configuration() const {
  QByteArray text = "bind 127.0.0.1\nport " + QByteArray::number(m_port) + "\ndaemonize no\nsave \"\"\n";
  text += "repl-diskless-sync yes\nrepl-diskless-sync-delay 0\nshutdown-timeout 0\n";
  text += m_plan.appendOnly ? "appendonly yes\n" : "appendonly no\n";
  if (!m_plan.password.isEmpty()) text += "requirepass " + m_plan.password + "\nmasterauth " + m_plan.password + '\n';
  if (m_plan.cluster) text += "cluster-enabled yes\ncluster-config-file nodes.conf\ncluster-node-timeout 2000\n";
  if (m_plan.tls != nullptr) {
    text += "tls-port " + QByteArray::number(m_tlsPort) + "\ntls-auth-clients no\ntls-cert-file " +
            m_plan.tls->serverCertificate().toUtf8() + "\ntls-key-file " + m_plan.tls->serverKey().toUtf8() +
            "\ntls-ca-cert-file " + m_plan.tls->authority().toUtf8() + '\n';
  }
  return text + m_plan.config;
}

}  // namespace lk::test
