// The form of the page of commands, by mouse and by keys, and what it gives to the shell.
#include <QAbstractButton>
#include <QAbstractSpinBox>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSet>
#include <QTest>

#include "commands_page_test.h"
#include "ui/commands_model.h"
#include "ui/shell_lines.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiCommandsFormTest : public CommandsPageTest {
  Q_OBJECT

 private Q_SLOTS:
  void faultsAreMarkedAtTheirPlace();
  void placeholdersAreFilledForOneDeviceToo();
  void copiesForTheShell();
  void aCommandGoesBackIntoTheFormAsItWas();
  void everythingWorksByKeys();
  void theKeyOfToLeadsToWhoeverIsChosen();
  void anEmptyPayloadIsSaidAndSent();
  void withoutRedisItIsSaidWhatBecomesOfACommand();
  void theTimeOfSendingIsNotTheTick();
  void dialogsHaveNamedControls();
};

void UiCommandsFormTest::faultsAreMarkedAtTheirPlace() {
  type("Devices", q("demo-1"));
  auto* edit = named<QPlainTextEdit>(*m_window, "Payload");
  choose("Payload form", q("JSON"));
  QVERIFY2(edit->extraSelections().isEmpty(), "nobody has begun to type");
  writePayload(q("{\"a\": x}"));
  QCOMPARE(edit->extraSelections().size(), 1);
  QCOMPARE(edit->extraSelections().front().cursor.selectionStart(), 6);
  QVERIFY2(status().contains(q("line 1, column 7")), qPrintable(status()));
  QVERIFY(edit->property("invalid").toBool());
  writePayload(q("{\"a\": 1}"));
  QVERIFY(edit->extraSelections().isEmpty());
  QVERIFY2(status().startsWith(q("8 of at most 65,536 bytes")), qPrintable(status()));
  choose("Payload form", q("Text"));
  writePayload(q("go to {nowhere}"));
  QCOMPARE(edit->extraSelections().front().cursor.selectedText(), q("{nowhere}"));
  QVERIFY(!sendButton().isEnabled());
}

void UiCommandsFormTest::theKeyOfToLeadsToWhoeverIsChosen() {
  QApplication::setActiveWindow(m_window.get());
  const std::pair<const char*, const char*> kinds[] = {
      {"Devices", "Devices"}, {"Filter", "Filter of the targets"}, {"CSV file", "CSV file of the targets"}};
  for (const auto& [kind, field] : kinds) {
    choose("Kind of targets", q(kind));
    named<QPlainTextEdit>(*m_window, "Payload")->setFocus();
    QTest::keyClick(m_window.get(), Qt::Key_T, Qt::AltModifier);
    QVERIFY2(named<QLineEdit>(*m_window, field)->hasFocus(), kind);
  }
}

void UiCommandsFormTest::anEmptyPayloadIsSaidAndSent() {
  connectDevices(1);
  type("Devices", q("demo-1"));
  QTRY_VERIFY2(status().startsWith(q("empty payload")), qPrintable(status()));
  writePayload(q("on"));
  QVERIFY2(!status().contains(q("empty")), qPrintable(status()));
  writePayload({});
  QTest::keyClick(named<QPlainTextEdit>(*m_window, "Payload"), Qt::Key_Delete);
  QVERIFY2(status().startsWith(q("empty payload")), qPrintable(status()));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(m_node->sent().size(), 1);
  QVERIFY(m_node->sent().front().payload.isEmpty());
}

void UiCommandsFormTest::withoutRedisItIsSaidWhatBecomesOfACommand() {
  type("Devices", q("demo-1"));
  writePayload(q("on"));
  QTRY_VERIFY2(status().contains(q("the device is not connected")), qPrintable(status()));
  m_node->figures().busUp = false;
  QTRY_VERIFY2(status().contains(q("Redis is away: ")), qPrintable(status()));
  QVERIFY2(status().contains(q("rejected")) && !status().contains(q("not connected")), qPrintable(status()));
  QCOMPARE(named<QLabel>(*m_window, "State of the form")->property("role").toString(), q("warning"));
  m_node->figures().busUp = true;
  QTRY_VERIFY2(status().contains(q("the device is not connected")), qPrintable(status()));
}

// The window hears of the node's clock four times a second.
void UiCommandsFormTest::theTimeOfSendingIsNotTheTick() {
  connectDevices(1);
  type("Devices", q("demo-1"));
  const auto sentAt = [this] { return cell(table(), 0, CommandsModel::Sent); };
  QSet<QString> seen;
  for (int i = 0; i < 10; ++i) {
    writePayload(q("on"));
    QTest::mouseClick(&sendButton(), Qt::LeftButton);
    seen.insert(sentAt());
    QTest::qWait(20);
  }
  QVERIFY2(seen.size() > 5, qPrintable(QStringList(seen.begin(), seen.end()).join(QLatin1Char(' '))));
}

void UiCommandsFormTest::placeholdersAreFilledForOneDeviceToo() {
  connectDevices(1);
  type("Devices", q("demo-1"));
  writePayload(q("{device}/{counter} {{device}"));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(m_node->sent().size(), 1);
  QCOMPARE(m_node->sent().front().payload, QByteArray("demo-1/1 {device}"));
}

void UiCommandsFormTest::copiesForTheShell() {
  connectDevices(1);
  type("Devices", q("demo-1"));
  writePayload(q("it's on"));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(cell(table(), 0, CommandsModel::State), q("done"));
  table().selectRow(0);
  QVERIFY2(!action("copyPublish").isEnabled(), "there is no Redis");
  click(*m_window, "Copy as linekeeper");
  const bool forWindows = ownTerminal() == Terminal::Windows;
  QCOMPARE(QApplication::clipboard()->text(), forWindows ? q(R"(linekeeper send demo-1 "it's on" --timeout 10)")
                                                         : q(R"(linekeeper send demo-1 'it'\''s on' --timeout 10)"));
  Settings settings = m_settings->current();
  settings.redisUrl = "redis://10.0.0.5:6379";
  QVERIFY(m_settings->save(settings).ok());
  click(*m_window, "Copy as redis-cli");
  const QString line = QApplication::clipboard()->text();
  QVERIFY2(line.startsWith(q("redis-cli -h 10.0.0.5 -p 6379 PUBLISH lk:cmd '{\"device\":\"demo-1\",\"id\":\"")),
           qPrintable(line));
  QVERIFY2(line.contains(q("it'\\''s on")), qPrintable(line));
  QVERIFY2(!line.contains(m_node->sent().front().id), "the old id would be delivered to nobody");
  click(*m_window, "Copy as linekeeper");
  const QString redis = q(forWindows ? "--redis \"redis://10.0.0.5:6379\"" : "--redis redis://10.0.0.5:6379");
  QVERIFY(QApplication::clipboard()->text().endsWith(redis));
}

void UiCommandsFormTest::aCommandGoesBackIntoTheFormAsItWas() {
  connectDevices(1);
  type("Devices", q("demo-1"));
  writePayload(q("{{device} is a word"));
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(cell(table(), 0, CommandsModel::Payload), q("{device} is a word"));
  writePayload(q("other"));
  table().selectRow(0);
  action("editCommand").trigger();
  QTest::mouseClick(&sendButton(), Qt::LeftButton);
  QTRY_COMPARE(m_node->sent().size(), 2);
  QCOMPARE(m_node->sent()[1].payload, QByteArray("{device} is a word"));
}

void UiCommandsFormTest::everythingWorksByKeys() {
  connectDevices(25);
  m_window->showPage(MainWindow::Overview);
  QApplication::setActiveWindow(m_window.get());
  QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
  auto* kind = named<QComboBox>(*m_window, "Kind of targets");
  QTRY_VERIFY(kind->isVisible());
  kind->setFocus();
  QTest::keyClick(kind, Qt::Key_Down);
  QTest::keyClick(kind, Qt::Key_Tab);
  auto* filter = named<QLineEdit>(*m_window, "Filter of the targets");
  QCOMPARE(QApplication::focusWidget(), filter);
  QTest::keyClicks(filter, q("demo-"));
  QTest::keyClick(filter, Qt::Key_Tab);
  auto* payload = named<QPlainTextEdit>(*m_window, "Payload");
  QCOMPARE(QApplication::focusWidget(), payload);
  QTest::keyClicks(payload, q("on"));
  QTRY_VERIFY(status().contains(q("25 targets")));
  QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::ControlModifier);
  QTRY_VERIFY(dialog() != nullptr);
  auto* yes = dialog()->findChild<QPushButton*>(q("sendMany"));
  QTRY_VERIFY(yes->isEnabled());
  // Every part of the dialog is reached by Tab.
  QStringList reached;
  for (int i = 0; i < 8 && dialog()->focusWidget() != yes; ++i) {
    QTest::keyClick(dialog()->focusWidget(), Qt::Key_Tab);
    reached.push_back(dialog()->focusWidget()->accessibleName());
  }
  QVERIFY2(dialog()->focusWidget() == yes, qPrintable(reached.join(QLatin1Char('|'))));
  QTest::keyClick(yes, Qt::Key_Space);
  QTRY_COMPARE(m_node->sent().size(), 25);
  QTRY_VERIFY(says(q("All 25 have ended")));
  QTRY_VERIFY(dialog() == nullptr);
  QApplication::setActiveWindow(m_window.get());
  QApplication::clipboard()->clear();
  // From the last field of the form to the table, by Tab alone.
  sendButton().setFocus();
  for (int i = 0; i < 20 && m_window->focusWidget() != &table(); ++i) {
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Tab);
  }
  QCOMPARE(m_window->focusWidget(), &table());
  QTest::keyClick(&table(), Qt::Key_Home, Qt::ControlModifier);
  QTest::keyClick(&table(), Qt::Key_Down);
  QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
  QVERIFY(QApplication::clipboard()->text().startsWith(q("linekeeper send demo-")));
  QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier);
  QTRY_COMPARE(m_node->sent().size(), 26);
}

void UiCommandsFormTest::dialogsHaveNamedControls() {
  const auto check = [](const QWidget& root) {
    const QList<QWidget*> widgets = root.findChildren<QWidget*>();
    for (const QWidget* widget : widgets) {
      const bool isInner = widget->objectName().startsWith(q("qt_")) ||
                           qobject_cast<QAbstractSpinBox*>(widget->parent()) != nullptr ||
                           qobject_cast<QLineEdit*>(widget->parent()) != nullptr;
      const bool isControl = qobject_cast<const QAbstractButton*>(widget) != nullptr ||
                             qobject_cast<const QLineEdit*>(widget) != nullptr ||
                             qobject_cast<const QAbstractSpinBox*>(widget) != nullptr;
      if (isInner || !isControl) continue;
      QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
      QVERIFY2(!widget->toolTip().isEmpty(), qPrintable(widget->accessibleName()));
    }
  };
  connectDevices(2);
  choose("Kind of targets", q("Filter"));
  type("Filter of the targets", q("demo-"));
  writePayload(q("on"));
  openDryRun();
  check(*dialog());
  click(*dialog(), "Cancel");
  QTRY_VERIFY(dialog() == nullptr);
  action("saveTemplate").trigger();
  QTRY_VERIFY(dialog() != nullptr);
  check(*dialog());
  dialog()->reject();
}

QTEST_MAIN(UiCommandsFormTest)
#include "tst_ui_commands_form.moc"
