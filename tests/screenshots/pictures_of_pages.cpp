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
void photographDevices(FakeNodeControl& node, MainWindow& window, Photographer& photographer) {
  trigger(window, "trace");
  QTest::qWait(600);
  node.addFrame(QStringLiteral("meter-1028"), true, 5, R"({"kWh":18231.4,"volt":231})");
  node.addFrame(QStringLiteral("meter-1028"), false, 6, {});
  node.addFrame(QStringLiteral("meter-1028"), false, 7, "relay on");
  node.addFrame(QStringLiteral("meter-1028"), true, 8, QByteArray("\0ok", 3));
  QTest::qWait(600);
  calledThat<QTableView>(window, "TracePanel", "Frames of the device")->selectRow(3);
  photographer.take(QStringLiteral("devices-trace"));
  trigger(window, "trace");
  auto* filter = qobject_cast<FilterEdit*>(calledThat<QLineEdit>(window, "DevicesPage", "Filter devices"));
  filter->setText(QStringLiteral("meter idle>often node:gw"));
  photographer.take(QStringLiteral("devices-wrong"));
  filter->setText(QStringLiteral("addr:10.20. idle<1h"));
  QTest::qWait(300);
  trigger(window, "saveFilter");
  photographer.takeDialog(QStringLiteral("devices-save-filter"));
  press(QApplication::focusWidget(), Qt::Key_Return);
  QTest::qWait(100);
  trigger(window, "manageFilters");
  photographer.takeDialog(QStringLiteral("devices-filters"));
  closeDialog();
  trigger(window, "chooseDeviceColumns");
  photographer.takeDialog(QStringLiteral("devices-columns"));
  closeDialog();
  filter->clear();
  QTest::qWait(300);
}

}  // namespace

void photographEmpty(Album& album) {
  FakeNodeControl node;
  FakeDemoFleet demo(node);
  FakeSettingsStore settings;
  Settings chosen;
  dress(chosen, album.look());
  settings.set(chosen);
  MainWindow window({&node, &demo, &settings});
  window.show();
  Photographer photographer(window, album);
  photographer.take(QStringLiteral("first-overview"));
  window.showPage(MainWindow::Devices);
  photographer.take(QStringLiteral("first-devices"));
  window.showPage(MainWindow::Commands);
  photographer.take(QStringLiteral("first-commands"));
}

void photographFleet(Album& album) {
  Scene scene;
  FakeDemoFleet demo(scene.node());
  FakeSettingsStore settings;
  Settings chosen;
  dress(chosen, album.look());
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

  Photographer photographer(window, album);
  QTest::qWait(600);
  photographer.take(QStringLiteral("overview"));
  window.showPage(MainWindow::Devices);
  QTableView* devices = table(window, "Devices");
  const auto* model = qobject_cast<DevicesModel*>(devices->model());
  devices->setCurrentIndex(model->index(model->rowOf(QStringLiteral("meter-1028")), 0));
  photographer.take(QStringLiteral("devices"));
  photographDevices(scene.node(), window, photographer);
  window.showPage(MainWindow::Commands);
  fillForm(window);
  table(window, "Commands")->selectRow(1);
  photographer.take(QStringLiteral("commands"));
  window.showPage(MainWindow::Events);
  photographer.take(QStringLiteral("events"));
  trigger(window, "settings");
  photographer.takeDialog(QStringLiteral("settings"));
  closeDialog();
  trigger(window, "about");
  photographer.takeDialog(QStringLiteral("about"));
  closeDialog();
  window.showPage(MainWindow::Devices);
  devices->selectAll();
  trigger(window, "kick");
  photographer.takeDialog(QStringLiteral("kick"));
  closeDialog();
  window.close();
  photographer.takeDialog(QStringLiteral("quit"));
  closeDialog();
  scene.node().figures().acceptPaused = true;
  scene.node().figures().draining = true;
  scene.node().figures().drainLeft = 239;
  window.showPage(MainWindow::Devices);
  devices->selectAll();
  photographer.take(QStringLiteral("trouble"));
  window.resize(1024, 640);
  photographer.take(QStringLiteral("small"));
}

// A payload with a fault, a template, and a command to many: before, while and after it is sent.
void photographMany(Album& album) {
  Scene scene;
  FakeSettingsStore settings;
  Settings chosen;
  dress(chosen, album.look());
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
  Photographer photographer(window, album);
  calledThat<QComboBox>(window, "TargetField", "Kind of targets")->setCurrentIndex(1);
  calledThat<QLineEdit>(window, "TargetField", "Filter of the targets")
      ->setText(QStringLiteral("pump- node:gw-berlin-1"));
  auto* payload = calledThat<QPlainTextEdit>(window, "PayloadEdit", "Payload");
  calledThat<QComboBox>(window, "CommandForm", "Payload form")->setCurrentIndex(2);
  payload->setPlainText(QStringLiteral("{\"relay\": 2,\n \"state\": om}"));
  photographer.take(QStringLiteral("commands-fault"));
  payload->setPlainText(QStringLiteral("{\"relay\": 2, \"id\": \"{device}\", \"n\": {counter:100}}"));
  trigger(window, "saveTemplate");
  calledThat<QLineEdit>(*QApplication::activeModalWidget(), "TemplateBar", "Name of the template")
      ->setText(QStringLiteral("Relay 2 on"));
  photographer.takeDialog(QStringLiteral("commands-template"));
  closeDialog();
  trigger(window, "send");
  photographer.takeDialog(QStringLiteral("commands-dry-run"));
  auto* rate =
      calledThat<QSpinBox>(*QApplication::activeModalWidget(), "SendManyDialog", "Commands to send each second");
  rate->setValue(40);
  QApplication::activeModalWidget()->findChild<QPushButton*>(QStringLiteral("sendMany"))->click();
  for (int i = 0; i < 3; ++i) {
    clock->advance(std::chrono::milliseconds(250));
    QTest::qWait(120);
  }
  photographer.take(QStringLiteral("commands-sending"));
  trigger(window, "stopBulk");
  photographer.take(QStringLiteral("commands-stopped"));
  window.resize(1024, 640);
  photographer.take(QStringLiteral("commands-small"));
}

}  // namespace lk::ui::test
