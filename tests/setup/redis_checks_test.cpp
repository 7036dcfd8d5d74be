#include "tests/setup/redis_checks_test.h"

#include <QFile>
#include <QTest>

#include "server/bus/redis_rights.h"
#include "server/setup/areas.h"

namespace lk::test {

using setup::RedisFacts;
using setup::RedisServerFacts;
using setup::Surroundings;

RedisServerPlan goodPlan() {
  RedisServerPlan plan;
  plan.appendOnly = true;
  return plan;
}

RedisFacts factsOf(const QByteArray& more) {
  RedisServerFacts server;
  server.address = {"10.0.0.1", 6379};
  server.info = "redis_version:7.0.15\r\nredis_mode:standalone\r\nrole:master\r\naof_enabled:1\r\n" +
                std::string("maxmemory_policy:noeviction\r\nmaxclients:10000\r\nconnected_clients:3\r\n");
  for (const QByteArray& line : more.split(' ')) {
    const std::string name = line.left(line.indexOf(':') + 1).toStdString();
    if (const std::size_t at = server.info.find(name); !name.empty() && at != std::string::npos) {
      server.info.erase(at, server.info.find('\n', at) + 1 - at);
    }
    server.info += line.toStdString() + "\r\n";
  }
  RedisFacts facts;
  facts.url = bus::parseRedisUrl("redis://10.0.0.1:6379").value();
  facts.masters = {server};
  return facts;
}

void RedisChecksTest::initTestCase() {
  m_redis = std::make_unique<RedisServer>(goodPlan());
  QVERIFY(m_redis->start());
}

void RedisChecksTest::cleanup() {
  for (const auto& undo : m_undo) QVERIFY(m_redis->ask(undo).good());
  m_undo.clear();
}

Surroundings RedisChecksTest::surroundings(const std::string& url, const QByteArray& password) {
  Surroundings around;
  around.settings.redisUrl = url;
  if (!password.isEmpty()) {
    const QString name = m_dir.filePath(QStringLiteral("password"));
    QFile file(name);
    if (file.open(QIODevice::WriteOnly)) file.write(password + "\n");
    around.settings.redisPasswordFile = name.toStdString();
  }
  return around;
}

bus::RedisOptions RedisChecksTest::optionsFor(const std::string& url) {
  return bus::redisOptions(surroundings(url).settings, "linekeeper-test").value();
}

void RedisChecksTest::look(const std::string& url, const QByteArray& password) {
  m_found.run(setup::redisChecks(m_clock), m_system, surroundings(url, password), m_clock);
}

void RedisChecksTest::addUser(const std::string& user, std::string line) {
  if (!QByteArray::fromStdString(line).contains("PASSWORD")) line = bus::aclSetUser(user, "lk", {});
  const QByteArray whole = QByteArray::fromStdString(line).replace("PASSWORD", "secret");
  QVERIFY2(m_redis->ask(whole.split(' ')).good(), whole.constData());
  if (!m_undo.contains({"ACL", "DELUSER", QByteArray::fromStdString(user)})) {
    m_undo.push_front({"ACL", "DELUSER", QByteArray::fromStdString(user)});
  }
}

}  // namespace lk::test
