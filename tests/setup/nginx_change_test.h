#pragma once

#include <QMap>
#include <QObject>
#include <memory>
#include <vector>

#include "server/base/clock.h"
#include "server/setup/local_system.h"
#include "server/setup/nginx_change.h"
#include "tests/cli/place.h"
#include "tests/cli/running_node.h"
#include "tests/support/nginx_stream.h"

namespace lk::test {

// Everything of a folder: what "nothing was touched" means. The log and the pid file are nginx's own.
[[nodiscard]] QMap<QString, QByteArray> everything(const QString& folder);

// For QVERIFY2: every step and what it saw.
[[nodiscard]] QByteArray told(const setup::NginxOutcome& outcome);
[[nodiscard]] const setup::NginxStep* stepOf(const setup::NginxOutcome& outcome, const char* id);  // null: none
[[nodiscard]] bool says(const std::vector<setup::Text>& texts, const char* part);

// Each test has an nginx of its own, which it starts before nodes of the real program.
class NginxChangeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

 protected:
  static constexpr int kDevices = 1'000;  // are connected where none may be dropped

  [[nodiscard]] bool startNodes(int count);  // so many more
  [[nodiscard]] bool startNginx(const QByteArray& more = {}, const QByteArray& serverMore = {});
  [[nodiscard]] QByteArray configuration(quint16 port, const QByteArray& more, const QByteArray& serverMore) const;
  // The first of the nodes that run, as the program would know them.
  [[nodiscard]] setup::Surroundings around(int nodes) const;
  [[nodiscard]] QString folder() const { return m_nginx->process().path({}); }
  [[nodiscard]] QString file() const { return m_nginx->process().path(QStringLiteral("nginx.conf")); }
  [[nodiscard]] QByteArray text() const { return contents(file()); }
  [[nodiscard]] bool put(const QByteArray& text) const;
  [[nodiscard]] setup::Patience patience() const { return setup::Patience(m_clock, std::chrono::seconds(60)); }

  const SystemClock m_clock;
  setup::LocalSystem m_system;
  setup::NginxChange m_change{m_system, m_clock};
  std::unique_ptr<Place> m_place;
  std::vector<std::unique_ptr<RunningNode>> m_nodes;
  std::unique_ptr<NginxStream> m_nginx;
};

}  // namespace lk::test
