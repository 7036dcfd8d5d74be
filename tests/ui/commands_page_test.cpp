#include "commands_page_test.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTest>
#include <algorithm>

namespace lk::ui::test {

void CommandsPageTest::init() {
  QVERIFY(m_folder.isValid());
  const QDir folder(m_folder.path());
  for (const QString& name : folder.entryList(QDir::Files)) QFile::remove(folder.filePath(name));
  m_clock.reset();
  m_node = std::make_unique<FakeNodeControl>();
  m_settings = std::make_unique<FakeSettingsStore>();
  open();
}

void CommandsPageTest::cleanup() {
  m_window.reset();
  m_settings.reset();
  m_node.reset();
}

void CommandsPageTest::open() {
  m_window.reset();
  ConsoleParts parts{m_node.get(), nullptr, m_settings.get(), m_folder.filePath(q("state.ini"))};
  parts.clock = m_clock;
  m_window = std::make_unique<MainWindow>(parts);
  m_window->show();
  m_window->showPage(MainWindow::Commands);
  QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

bool CommandsPageTest::says(const QString& text) {
  const QList<QLabel*> labels = m_window->findChildren<QLabel*>();
  return std::ranges::any_of(labels,
                             [&](const QLabel* label) { return label->isVisible() && label->text().contains(text); });
}

void CommandsPageTest::choose(const char* combo, const QString& text) {
  auto* box = named<QComboBox>(*m_window, combo);
  const int index = box->findText(text);
  QVERIFY2(index >= 0, qPrintable(text));
  box->setFocus();
  // As a person does by keys; that is an activation, too.
  QTest::keyClick(box, Qt::Key_Home);
  for (int i = 0; i < index; ++i) QTest::keyClick(box, Qt::Key_Down);
  QCOMPARE(box->currentIndex(), index);
}

void CommandsPageTest::type(const char* field, const QString& text) {
  auto* line = named<QLineEdit>(*m_window, field);
  line->setFocus();
  line->selectAll();
  QTest::keyClicks(line, text);
}

void CommandsPageTest::writePayload(const QString& text) {
  auto* edit = named<QPlainTextEdit>(*m_window, "Payload");
  edit->setFocus();
  edit->selectAll();
  QTest::keyClicks(edit, text);
}

void CommandsPageTest::connectDevices(int count) {
  m_node->connectDevices(count);
  QTRY_COMPARE(named<QTableView>(*m_window, "Devices")->model()->rowCount(), count);
}

void CommandsPageTest::openDryRun() {
  QTRY_VERIFY(sendButton().isEnabled());
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_VERIFY(dialog() != nullptr);
  QTRY_VERIFY(!dialog()->findChild<QLabel*>(q("problem"))->text().isEmpty() ||
              dialog()->findChild<QPushButton*>(q("sendMany"))->isEnabled());
}

QString CommandsPageTest::write(const char* name, const QByteArray& bytes) {
  const QString path = m_folder.filePath(q(name));
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) return {};
  return path;
}

}  // namespace lk::ui::test
