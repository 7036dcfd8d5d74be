// The window around its pages.
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QTest>

#include "clicks.h"
#include "fake_shell.h"
#include "scene.h"
#include "ui/language.h"
#include "ui/server_words.h"

namespace lk::ui::test {

namespace {

const auto kSettings = QStringLiteral("/home/ana/.config/linekeeper/linekeeper.ini");

}  // namespace

// The window around the pages: its dialogs, and a connection that changes nothing.
void photographShell(Album& album) {
  Scene scene;
  FakeDemoFleet demo(scene.node());
  FakeSettingsStore settings;
  Language language;
  language.choose(album.look().section(QLatin1Char('-'), 1));
  FakeConnector connector(
      QCoreApplication::translate("lk::app::Console", "This program's node %1").arg(QStringLiteral("n1")));
  FakeSecrets secrets;
  FakeTray tray;
  Settings chosen;
  dress(chosen, album.look());
  settings.set(chosen);
  scene.connectFleet();
  ConsoleParts parts;
  parts.control = &scene.node();
  parts.demo = &demo;
  parts.settings = &settings;
  parts.connector = &connector;
  parts.secrets = &secrets;
  parts.tray = &tray;
  parts.language = &language;
  {
    MainWindow window(parts);
    window.show();
    Photographer photographer(window, album);
    QTest::qWait(600);
    trigger(window, "palette");
    QWidget* palette = QApplication::activeModalWidget();
    palette->findChild<QLineEdit*>()->setText(QStringLiteral("re"));
    photographer.takeDialog(QStringLiteral("palette"));
    palette->findChild<QLineEdit*>()->setText(QStringLiteral("meter-102"));
    photographer.takeDialog(QStringLiteral("palette-device"));
    palette->close();
    trigger(window, "shortcuts");
    photographer.takeDialog(QStringLiteral("shortcuts"));
    closeDialog();
    trigger(window, "connections");
    QWidget* connections = QApplication::activeModalWidget();
    photographer.takeDialog(QStringLiteral("connections"));
    buttonOf(*connections, called("ConnectionsDialog", "&New"))->click();
    for (QLineEdit* line : connections->findChildren<QLineEdit*>()) {
      if (line->accessibleName() == called("ConnectionsDialog", "Redis URL"))
        line->setText(QStringLiteral("redis://10.0.0.5:6379"));
    }
    for (QComboBox* box : connections->findChildren<QComboBox*>()) {
      if (box->accessibleName() != called("ConnectionsDialog", "Where the password is kept")) continue;
      box->setCurrentIndex(3);
      Q_EMIT box->activated(3);
    }
    photographer.takeDialog(QStringLiteral("connections-new"));
    connections->close();
    trigger(window, "toTray");
    window.close();
    photographer.takeDialog(QStringLiteral("tray"));
    if (QWidget* box = QApplication::activeModalWidget()) box->close();
  }
  if (!connector.setReadOnly(true)) album.fail(QStringLiteral("read-only"), QStringLiteral("it can't be switched on"));
  parts.readOnly = true;
  parts.notice =
      QCoreApplication::translate("lk::app",
                                  "The settings file %1 can't be read, and is kept as %2. The settings that were saved "
                                  "before it are in force. What is wrong with it: %3")
          .arg(kSettings, kSettings + QStringLiteral(".broken-20260314-091205"),
               words::settingsProblems(
                   kSettings + QStringLiteral(":2: 'kepal' is neither [section] nor key = value nor # comment")));
  MainWindow window(parts);
  window.show();
  Photographer photographer(window, album);
  QTest::qWait(600);
  window.showPage(MainWindow::Devices);
  table(window, "Devices")->selectRow(2);
  photographer.take(QStringLiteral("read-only"));
}

}  // namespace lk::ui::test
