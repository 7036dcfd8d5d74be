// The pages of devices, commands and events, with many devices and with none.
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTest>

#include "clicks.h"
#include "fake_checks.h"
#include "scene.h"
#include "ui/devices_model.h"
#include "ui/filter_edit.h"

namespace lk::ui::test {

namespace {

void fillForm(MainWindow& window) {
  for (QLineEdit* line : window.findChildren<QLineEdit*>()) {
    if (line->accessibleName() == called("DeviceField", "Devices"))
      line->setText(QStringLiteral("meter-1028, charger-1035"));
  }
  for (QPlainTextEdit* edit : window.findChildren<QPlainTextEdit*>()) {
    edit->setPlainText(QStringLiteral("{\"relay\": 2, \"state\": \"on\", \"for\": 30}"));
  }
  for (QComboBox* box : window.findChildren<QComboBox*>()) {
    if (box->accessibleName() == called("CommandForm", "Payload form")) box->setCurrentIndex(2);
  }
}

void press(QWidget* on, Qt::Key key) { QTest::keyClick(on, key); }

// What the page of the devices opens: a filter that is wrong, one that is being typed, a trace, and its dialogs.
void photographDevices(FakeNodeControl& node, MainWindow& window, Photographer& photographer, const QString& theme) {
  trigger(window, "trace");
  QTest::qWait(600);
  node.addFrame(QStringLiteral("meter-1028"), true, 5, R"({"kWh":18231.4,"volt":231})");
  node.addFrame(QStringLiteral("meter-1028"), false, 6, {});
  node.addFrame(QStringLiteral("meter-1028"), false, 7, "relay on");
  node.addFrame(QStringLiteral("meter-1028"), true, 8, QByteArray("\0ok", 3));
  QTest::qWait(600);
  calledThat<QTableView>(window, "TracePanel", "Frames of the device")->selectRow(3);
  photographer.take(QStringLiteral("devices-trace-") + theme);
  trigger(window, "trace");
  auto* filter = qobject_cast<FilterEdit*>(calledThat<QLineEdit>(window, "DevicesPage", "Filter devices"));
  filter->setText(QStringLiteral("meter idle>often node:gw"));
  photographer.take(QStringLiteral("devices-wrong-") + theme);
  filter->setText(QStringLiteral("addr:10.20. idle<1h"));
  QTest::qWait(300);
  trigger(window, "saveFilter");
  photographer.take(QStringLiteral("devices-save-filter-") + theme, QApplication::activeModalWidget());
  press(QApplication::focusWidget(), Qt::Key_Return);
  QTest::qWait(100);
  trigger(window, "manageFilters");
  photographer.take(QStringLiteral("devices-filters-") + theme, QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
  trigger(window, "chooseDeviceColumns");
  photographer.take(QStringLiteral("devices-columns-") + theme, QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
  filter->clear();
  QTest::qWait(300);
}

}  // namespace

int photographEmpty(const QString& folder, const QString& theme) {
  FakeNodeControl node;
  FakeDemoFleet demo(node);
  FakeSettingsStore settings;
  Settings chosen;
  dress(chosen, theme);
  settings.set(chosen);
  MainWindow window({&node, &demo, &settings});
  window.show();
  Photographer photographer(window, folder);
  photographer.take(QStringLiteral("first-overview-") + theme);
  window.showPage(MainWindow::Devices);
  photographer.take(QStringLiteral("first-devices-") + theme);
  window.showPage(MainWindow::Commands);
  photographer.take(QStringLiteral("first-commands-") + theme);
  return photographer.failures();
}

int photographFleet(const QString& folder, const QString& theme) {
  Scene scene;
  FakeDemoFleet demo(scene.node());
  FakeSettingsStore settings;
  Settings chosen;
  dress(chosen, theme);
  settings.set(chosen);
  settings.decideByFlag("node.listen");
  scene.connectFleet();
  MainWindow window({&scene.node(), &demo, &settings});
  window.show();
  QTest::qWait(300);
  for (int second = 1; second <= 600; ++second) {
    scene.step(second);
    window.findChild<QAction*>(QStringLiteral("refresh"))->trigger();
    QTest::qWait(1);
  }
  scene.talk();
  scene.command("meter-1028", "relay on");
  scene.command("charger-1035", "{\"limit\": 16}");
  scene.command("pump-1042", "fail on purpose");
  scene.command("gate-1021", "open", 3'600);
  scene.command("gate-9999", "open");
  scene.command("meter-1084", "\x01\x02\x7f\x10");
  scene.command("pump-1070", "silent");

  Photographer photographer(window, folder);
  QTest::qWait(600);
  photographer.take(QStringLiteral("overview-") + theme);
  window.showPage(MainWindow::Devices);
  QTableView* devices = table(window, "Devices");
  const auto* model = qobject_cast<DevicesModel*>(devices->model());
  devices->setCurrentIndex(model->index(model->rowOf(QStringLiteral("meter-1028")), 0));
  photographer.take(QStringLiteral("devices-") + theme);
  photographDevices(scene.node(), window, photographer, theme);
  window.showPage(MainWindow::Commands);
  fillForm(window);
  table(window, "Commands")->selectRow(1);
  photographer.take(QStringLiteral("commands-") + theme);
  window.showPage(MainWindow::Events);
  photographer.take(QStringLiteral("events-") + theme);
  trigger(window, "settings");
  photographer.take(QStringLiteral("settings-") + theme, QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
  trigger(window, "about");
  photographer.take(QStringLiteral("about-") + theme, QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
  window.showPage(MainWindow::Devices);
  devices->selectAll();
  trigger(window, "kick");
  photographer.take(QStringLiteral("kick-") + theme, QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
  window.close();
  photographer.take(QStringLiteral("quit-") + theme, QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
  scene.node().figures().acceptPaused = true;
  scene.node().figures().draining = true;
  scene.node().figures().drainLeft = 239;
  window.showPage(MainWindow::Devices);
  devices->selectAll();
  photographer.take(QStringLiteral("trouble-") + theme);
  window.resize(1024, 640);
  photographer.take(QStringLiteral("small-") + theme);
  return photographer.failures();
}

// A payload with a fault, a template, and a command to many: before, while and after it is sent.
int photographMany(const QString& folder, const QString& theme) {
  Scene scene;
  FakeSettingsStore settings;
  Settings chosen;
  dress(chosen, theme);
  settings.set(chosen);
  scene.connectFleet();
  const auto clock = std::make_shared<HandClock>();
  ConsoleParts parts;
  parts.control = &scene.node();
  parts.settings = &settings;
  parts.clock = clock;
  MainWindow window(parts);
  window.show();
  window.showPage(MainWindow::Commands);
  QTest::qWait(600);
  Photographer photographer(window, folder);
  calledThat<QComboBox>(window, "TargetField", "Kind of targets")->setCurrentIndex(1);
  calledThat<QLineEdit>(window, "TargetField", "Filter of the targets")
      ->setText(QStringLiteral("pump- node:gw-berlin-1"));
  auto* payload = calledThat<QPlainTextEdit>(window, "PayloadEdit", "Payload");
  calledThat<QComboBox>(window, "CommandForm", "Payload form")->setCurrentIndex(2);
  payload->setPlainText(QStringLiteral("{\"relay\": 2,\n \"state\": om}"));
  photographer.take(QStringLiteral("commands-fault-") + theme);
  payload->setPlainText(QStringLiteral("{\"relay\": 2, \"id\": \"{device}\", \"n\": {counter:100}}"));
  trigger(window, "saveTemplate");
  calledThat<QLineEdit>(*QApplication::activeModalWidget(), "TemplateBar", "Name of the template")
      ->setText(QStringLiteral("Relay 2 on"));
  photographer.take(QStringLiteral("commands-template-") + theme, QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
  trigger(window, "send");
  photographer.take(QStringLiteral("commands-dry-run-") + theme, QApplication::activeModalWidget());
  auto* rate =
      calledThat<QSpinBox>(*QApplication::activeModalWidget(), "SendManyDialog", "Commands to send each second");
  rate->setValue(40);
  QApplication::activeModalWidget()->findChild<QPushButton*>(QStringLiteral("sendMany"))->click();
  for (int i = 0; i < 3; ++i) {
    clock->advance(std::chrono::milliseconds(250));
    QTest::qWait(120);
  }
  photographer.take(QStringLiteral("commands-sending-") + theme);
  trigger(window, "stopBulk");
  photographer.take(QStringLiteral("commands-stopped-") + theme);
  window.resize(1024, 640);
  photographer.take(QStringLiteral("commands-small-") + theme);
  return photographer.failures();
}

}  // namespace lk::ui::test
