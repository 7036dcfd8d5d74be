#include "window_test.h"

#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTest>

namespace lk::ui::test {

void WindowTest::init() {
  QVERIFY(m_folder.isValid());
  const QDir folder(m_folder.path());
  for (const QString& name : folder.entryList(QDir::Files)) QFile::remove(folder.filePath(name));
  m_node = std::make_unique<FakeNodeControl>();
  m_demo = std::make_unique<FakeDemoFleet>(*m_node);
  m_settings = std::make_unique<FakeSettingsStore>();
  open();
}

void WindowTest::cleanup() {
  m_window.reset();
  m_settings.reset();
  m_demo.reset();
  m_node.reset();
}

void WindowTest::open(bool wholeCluster, bool ownNode) {
  m_window.reset();
  m_window = std::make_unique<MainWindow>(ConsoleParts{m_node.get(), ownNode ? m_demo.get() : nullptr, m_settings.get(),
                                                       m_folder.filePath(QStringLiteral("state.ini")), wholeCluster});
  m_window->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

node::NodeRow WindowTest::nodeRow(const char* id, quint64 sessions, node::NodeState state) {
  node::NodeRow row;
  row.info.id = QString::fromLatin1(id);
  row.info.version = QStringLiteral("0.1.0");
  row.info.listen = {QStringLiteral("0.0.0.0:7600")};
  row.info.bus = QStringLiteral("redis");
  row.info.pid = 100 + id[1];
  row.host = QStringLiteral("gw-") + QLatin1Char(id[1]);
  row.state = state;
  row.leaseLeftMs = state == node::NodeState::Dead ? 0 : 9'400;
  row.figures.sessions = row.figures.connections = sessions;
  return row;
}

void WindowTest::type(const char* field, const QString& text) {
  auto* line = named<QLineEdit>(*m_window, field);
  line->setFocus();
  line->selectAll();
  QTest::keyClicks(line, text);
}

void WindowTest::writePayload(const QString& text) {
  auto* edit = named<QPlainTextEdit>(*m_window, "Payload");
  edit->setFocus();
  edit->selectAll();
  QTest::keyClicks(edit, text);
}

}  // namespace lk::ui::test
