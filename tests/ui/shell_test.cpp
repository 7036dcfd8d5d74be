#include "shell_test.h"

#include <QFile>
#include <QTest>

namespace lk::ui::test {

void ShellTest::init() {
  begin();
  m_ownDevices = {};
  m_node->addEvent(node::EventKind::NodeReady, node::Severity::Info);
  open();
}

void ShellTest::open(bool readOnly) {
  m_window.reset();
  ConsoleParts all = parts();
  all.readOnly = readOnly;
  all.ownDevices = m_ownDevices;
  m_window = std::make_unique<MainWindow>(all);
  m_window->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void ShellTest::cleanup() { end(); }

QByteArray ShellTest::contents(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace lk::ui::test
