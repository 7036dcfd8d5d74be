#pragma once

#include <QList>
#include <QObject>
#include <QTemporaryDir>
#include <memory>
#include <string>

#include "server/base/clock.h"
#include "server/bus/redis_options.h"
#include "server/setup/local_system.h"
#include "server/setup/redis_check_parts.h"
#include "tests/setup/check_findings.h"
#include "tests/support/redis_server.h"

namespace lk::test {

// A server of which nothing is to be found.
[[nodiscard]] RedisServerPlan goodPlan();

// Redis with a master that says this of itself, and is well but for that.
[[nodiscard]] setup::RedisFacts factsOf(const QByteArray& more);

// All tests have one good server, and what they change in it is undone after each.
class RedisChecksTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void cleanup();

 protected:
  [[nodiscard]] setup::Surroundings surroundings(const std::string& url, const QByteArray& password = {});
  [[nodiscard]] bus::RedisOptions optionsFor(const std::string& url);
  // All checks of Redis, into m_found.
  void look(const std::string& url, const QByteArray& password = {});
  void look(RedisServer& server) { look(server.url().toStdString()); }
  // line: an ACL SETUSER of the program's own, or the user alone for exactly the rights.
  void addUser(const std::string& user, std::string line);

  std::unique_ptr<RedisServer> m_redis;
  QList<QByteArrayList> m_undo;
  QTemporaryDir m_dir;
  SystemClock m_clock;
  setup::LocalSystem m_system;
  Found m_found;
};

}  // namespace lk::test
