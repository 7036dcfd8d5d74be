#include "app/headless_run.h"

#include <QDateTime>
#include <QDir>
#include <QTimer>

#include "server/base/settings_value.h"
#include "server/node/event_text.h"

namespace lk::app {

namespace {

using node::Severity;

// Which changed settings a running node does not take.
QStringList needRestart(const Settings& before, const Settings& after) {
  QStringList names;
  for (const SettingsField& field : settingsFields()) {
    if (!field.reloadable && fieldText(before, field) != fieldText(after, field)) {
      names.push_back(QString::fromStdString(field.name()));
    }
  }
  return names;
}

}  // namespace

Result<void> checkHeadless(const Settings& settings) {
  if (!settings.listen.empty()) return {};
  return Error{Error::Code::Settings,
               "node.listen is empty, and a headless node needs a listener; set --listen ADDR:PORT"};
}

Result<void> HeadlessRun::start() {
  if (const auto good = checkHeadless(m_startup.settings()); !good) return good.error();
  auto host = NodeHost::start(m_startup.nodeSettings(), m_clock);
  if (!host) return host.error();
  m_host = std::move(*host);
  connect(m_host.get(), &NodeHost::eventHappened, this,
          [this](const node::Event& event) { m_log(event.severity, node::eventText(event)); });
  connect(m_host.get(), &NodeHost::drained, this, &HeadlessRun::end);
  if (m_startup.demoDevices() == 0) return {};
  return m_host->startDemo(m_startup.demoDevices());
}

void HeadlessRun::requestEnd() {
  if (!std::exchange(m_ending, true)) return m_host->drain();
  if (std::exchange(m_leaving, true)) return end();
  m_log(Severity::Warning, QStringLiteral("warning: ended by a second signal"));
  // Else its devices would count as connected until its lease ends.
  QTimer::singleShot(NodeHost::kLeavesWithin, this, &HeadlessRun::end);
  m_host->leave();
}

void HeadlessRun::end() {
  if (!std::exchange(m_ended, true)) Q_EMIT ended();
}

void HeadlessRun::reload() {
  const auto again = m_startup.readAgain();
  if (!again) {
    return m_log(Severity::Problem, QStringLiteral("problem: the settings stay as they were: ") +
                                        QString::fromStdString(again.error().text));
  }
  const QStringList restart = needRestart(m_startup.settings(), again->settings());
  if (!restart.isEmpty()) {
    m_log(Severity::Warning,
          QStringLiteral("warning: changed, but taken only at the next start: ") + restart.join(QStringLiteral(", ")));
  }
  m_startup = *again;
  m_host->node().reload(m_startup.settings());
}

QString logFileOf(const QString& dataFolder) {
  return dataFolder.isEmpty() ? QString() : QDir(dataFolder).filePath(QStringLiteral("logs/linekeeper.log"));
}

QString logLine(const QString& text) {
  return QDateTime::currentDateTime().toString(Qt::ISODateWithMs) + QLatin1Char(' ') + text;
}

}  // namespace lk::app
