// Where the window is attached to, and what it lets be changed there.
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

#include "server/base/file_access.h"
#include "shell_test.h"
#include "tests/base/opened_to_others.h"
#include "ui/connection_list.h"
#include "ui/main_window.h"
#include "ui/secret_file.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiShellConnectionsTest : public ShellTest {
  Q_OBJECT

 private Q_SLOTS:
  void attachesToAClusterWithAPasswordFromTheKeychain();
  void aPasswordThatIsKeptNowhereIsAskedEachTime();
  void aPasswordFileIsClosedToOthers();
  void attachesToANodeOnThisMachine();
  void aRefusedAttachLeavesTheDialogOpen();
  void connectionsWithoutSenseAreNotSaved();
  void connectionsWithoutSenseAreRefused_data();
  void connectionsWithoutSenseAreRefused();
  void aBrokenListIsKeptAndSaid();
  void aRemovedConnectionTakesItsPasswordAlong();
  void readOnlyHidesNothingAndChangesNothing();
  void readOnlySaysWhy();
  void readOnlyIsSwitchedInTheMenu();

 private:
  void addCluster(const QString& name, const QString& url, Connection::Secret secret);
  [[nodiscard]] static QString problem() {
    return dialog() != nullptr ? dialog()->findChild<QLabel*>(QStringLiteral("problem"))->text() : QString();
  }
};

void UiShellConnectionsTest::addCluster(const QString& name, const QString& url, Connection::Secret secret) {
  action("connections").trigger();
  click(*dialog(), "&New");
  auto* line = inDialog<QLineEdit>("Name");
  line->selectAll();
  QTest::keyClicks(line, name);
  QTest::keyClicks(inDialog<QLineEdit>("Redis URL"), url);
  auto* where = inDialog<QComboBox>("Where the password is kept");
  where->setCurrentIndex(where->findData(static_cast<int>(secret)));
  Q_EMIT where->activated(where->currentIndex());
}

void UiShellConnectionsTest::attachesToAClusterWithAPasswordFromTheKeychain() {
  const QString url = QStringLiteral("redis://10.0.0.5:6379");
  addCluster(QStringLiteral("Berlin"), url, Connection::Secret::Keychain);
  QTest::keyClicks(inDialog<QLineEdit>("Password"), QStringLiteral("s3cret"));
  QTest::mouseClick(dialog()->findChild<QPushButton*>(QStringLiteral("attachButton")), Qt::LeftButton);
  QTRY_COMPARE(m_connector->attached(), 1);
  QCOMPARE(m_connector->current().name, QStringLiteral("Berlin"));
  QCOMPARE(m_connector->current().redisUrl, url);
  QCOMPARE(m_connector->password(), QStringLiteral("s3cret"));
  QCOMPARE(m_secrets->kept().value(url), QStringLiteral("s3cret"));
  QVERIFY2(!contents(path("connections.ini")).contains("s3cret"), "a password stands in the list");
  // The next time it is not typed.
  open();
  action("connections").trigger();
  QCOMPARE(inDialog<QLineEdit>("Name")->text(), QStringLiteral("Berlin"));
  QVERIFY(inDialog<QLineEdit>("Password")->text().isEmpty());
  QTest::mouseClick(dialog()->findChild<QPushButton*>(QStringLiteral("attachButton")), Qt::LeftButton);
  QTRY_COMPARE(m_connector->attached(), 2);
  QCOMPARE(m_connector->password(), QStringLiteral("s3cret"));
}

void UiShellConnectionsTest::aPasswordThatIsKeptNowhereIsAskedEachTime() {
  m_secrets->keepNone();
  addCluster(QStringLiteral("Berlin"), QStringLiteral("redis://10.0.0.5:6379"), Connection::Secret::Asked);
  click(*dialog(), "&Connect");
  QVERIFY(problem().startsWith(QStringLiteral("Type the password")));
  QCOMPARE(m_connector->attached(), 0);
  QTest::keyClicks(inDialog<QLineEdit>("Password"), QStringLiteral("typed"));
  click(*dialog(), "&Connect");
  QTRY_COMPARE(m_connector->password(), QStringLiteral("typed"));
  QVERIFY(!contents(path("connections.ini")).contains("typed"));
}

void UiShellConnectionsTest::aPasswordFileIsClosedToOthers() {
  addCluster(QStringLiteral("Berlin"), QStringLiteral("redis://10.0.0.5:6379"), Connection::Secret::File);
  const QString file = path("redis.secret");
  QTest::keyClicks(inDialog<QLineEdit>("File of the password"), file);
  QTest::keyClicks(inDialog<QLineEdit>("Password"), QStringLiteral("in a file"));
  click(*dialog(), "&Connect");
  QTRY_COMPARE(m_connector->attached(), 1);
  QCOMPARE(contents(file), QByteArray("in a file\n"));
  QVERIFY(checkSecretFile(file).ok());
  QVERIFY(!othersMay(Use::Reading, file));
  QVERIFY(lk::test::openToOthers(file));
  const auto open = checkSecretFile(file);
  QVERIFY(!open.ok());
  QVERIFY2(open.error().text.find(closingCommand(file).toStdString()) != std::string::npos, open.error().text.c_str());
}

void UiShellConnectionsTest::attachesToANodeOnThisMachine() {
  action("connections").trigger();
  auto* list = inDialog<QListWidget>("Connections");
  QCOMPARE(list->count(), 2);
  list->setCurrentRow(1);
  QCOMPARE(inDialog<QLineEdit>("Node")->text(), QStringLiteral("n7"));
  inDialog<QCheckBox>("Read-only")->setChecked(true);
  click(*dialog(), "&Connect");
  QTRY_COMPARE(m_connector->attached(), 1);
  QVERIFY(m_connector->current().kind == Connection::Kind::Local);
  QCOMPARE(m_connector->current().node, QStringLiteral("n7"));
  QVERIFY(m_connector->current().readOnly);
}

void UiShellConnectionsTest::aRefusedAttachLeavesTheDialogOpen() {
  m_connector->refuseWith("no node 'n7' runs here");
  action("connections").trigger();
  inDialog<QListWidget>("Connections")->setCurrentRow(1);
  click(*dialog(), "&Connect");
  QCOMPARE(problem(), QStringLiteral("no node 'n7' runs here"));
  dialog()->reject();
}

void UiShellConnectionsTest::connectionsWithoutSenseAreNotSaved() {
  addCluster(QStringLiteral("Berlin"), QStringLiteral("http://10.0.0.5"), Connection::Secret::None);
  click(*dialog(), "&Save");
  QVERIFY2(problem().startsWith(QStringLiteral("Berlin: ")), qPrintable(problem()));
  QVERIFY(!QFile::exists(path("connections.ini")));
  click(*dialog(), "&Connect");
  QCOMPARE(m_connector->attached(), 0);
  auto* url = inDialog<QLineEdit>("Redis URL");
  url->selectAll();
  QTest::keyClicks(url, QStringLiteral("redis://u:pw@10.0.0.5"));
  click(*dialog(), "&Save");
  QVERIFY2(!problem().isEmpty(), "a password in the URL would stand in the list");
  dialog()->reject();

  ConnectionList list(path("own.ini"));
  Connection one;
  one.redisUrl = QStringLiteral("redis://10.0.0.5");
  QVERIFY(!list.save({one}).ok());  // no name
  one.name = QStringLiteral("a");
  QVERIFY(!list.save({one, one}).ok());
  QVERIFY(list.save({one}).ok());
  QCOMPARE(ConnectionList(path("own.ini")).all(), QList<Connection>{one});
}

void UiShellConnectionsTest::connectionsWithoutSenseAreRefused_data() {
  QTest::addColumn<QString>("url");
  QTest::addColumn<QString>("prefix");
  QTest::addColumn<bool>("good");
  QTest::newRow("plain") << QStringLiteral("redis://10.0.0.5") << QStringLiteral("lk") << true;
  QTest::newRow("cluster") << QStringLiteral("redis+cluster://10.0.0.5:6379,10.0.0.6") << QStringLiteral("lk") << true;
  QTest::newRow("another scheme") << QStringLiteral("http://10.0.0.5") << QStringLiteral("lk") << false;
  QTest::newRow("empty") << QStringLiteral("") << QStringLiteral("lk") << false;
  QTest::newRow("a password in it") << QStringLiteral("redis://user:pw@10.0.0.5") << QStringLiteral("lk") << false;
  QTest::newRow("no prefix") << QStringLiteral("redis://10.0.0.5") << QStringLiteral("") << false;
}

void UiShellConnectionsTest::connectionsWithoutSenseAreRefused() {
  QFETCH(const QString, url);
  QFETCH(const QString, prefix);
  QFETCH(const bool, good);
  Connection connection;
  connection.redisUrl = url;
  connection.redisPrefix = prefix;
  QCOMPARE(ConnectionList::check(connection).ok(), good);
  connection.secret = Connection::Secret::File;
  QVERIFY2(!ConnectionList::check(connection).ok(), "the password's file has no name");
  connection.kind = Connection::Kind::Local;
  for (const auto& [node, isNode] : {std::pair("", false), std::pair("n 1", false), std::pair("n1", true)}) {
    connection.node = QLatin1StringView(node);
    QCOMPARE(ConnectionList::check(connection).ok(), isNode);
  }
}

void UiShellConnectionsTest::aBrokenListIsKeptAndSaid() {
  QFile file(path("connections.ini"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write("[connections\n\x01\x02 no ini");
  file.close();
  const ConnectionList list(path("connections.ini"));
  QVERIFY(list.all().isEmpty());
  QVERIFY2(list.problem().contains(QStringLiteral("connections.ini.broken")), qPrintable(list.problem()));
  QCOMPARE(contents(path("connections.ini.broken")), QByteArray("[connections\n\x01\x02 no ini"));
}

void UiShellConnectionsTest::aRemovedConnectionTakesItsPasswordAlong() {
  const QString url = QStringLiteral("redis://10.0.0.5:6379");
  addCluster(QStringLiteral("Berlin"), url, Connection::Secret::Keychain);
  QTest::keyClicks(inDialog<QLineEdit>("Password"), QStringLiteral("s3cret"));
  click(*dialog(), "&Save");
  QTRY_COMPARE(m_secrets->kept().size(), 1);
  click(*dialog(), "Re&move");
  QCOMPARE(inDialog<QLineEdit>("Node")->text(), QStringLiteral("n7"));  // the next one is shown
  QTest::qWait(50);
  QCOMPARE(m_secrets->kept().size(), 1);  // it may be cancelled still
  click(*dialog(), "&Save");
  QTRY_VERIFY(m_secrets->kept().isEmpty());
  QVERIFY(!contents(path("connections.ini")).contains("Berlin"));
  dialog()->reject();
}

void UiShellConnectionsTest::readOnlyHidesNothingAndChangesNothing() {
  m_node->connectDevices(3);
  open(true);
  auto* table = named<QTableView>(*m_window, "Devices");
  QTRY_COMPARE(table->model()->rowCount(), 3);
  m_window->showPage(MainWindow::Devices);
  table->selectAll();
  QVERIFY(action("copyIds").isEnabled());
  QVERIFY(action("diagnoseDevice").isVisible());
  QVERIFY(action("kick").isVisible());
  QVERIFY(!action("kick").isEnabled());
  action("kick").trigger();
  m_window->showPage(MainWindow::Commands);
  named<QLineEdit>(*m_window, "Devices")->setText(QStringLiteral("demo-1"));
  named<QPlainTextEdit>(*m_window, "Payload")->setPlainText(QStringLiteral("on"));
  QVERIFY(!action("send").isEnabled());
  action("send").trigger();
  for (const char* name : {"resend", "drain", "demo", "nginxApply", "nginxReload", "nginxRollback", "nginxStop"}) {
    QVERIFY2(!action(name).isEnabled() && action(name).isVisible(), name);
  }
  QTest::qWait(600);
  QCOMPARE(m_node->sent().size(), 0);
  QCOMPARE(m_node->sessions(), 3);
  // Whatever a page may still ask, nothing leaves.
  ReadOnlyControl control(*m_node);
  std::string why;
  control.kick({QStringLiteral("demo-1")}, this,
               [&](const Result<node::KickOutcome>& outcome) { why = outcome ? "kicked" : outcome.error().text; });
  QTRY_VERIFY2(why.find("read-only") != std::string::npos, why.c_str());
  why.clear();
  control.send({{}}, this, [&](const Result<QStringList>& taken) { why = taken ? "sent" : taken.error().text; });
  QTRY_VERIFY2(why.find("read-only") != std::string::npos, why.c_str());
  why.clear();
  control.drain({}, 1, this, [&](const Result<void>& started) { why = started ? "drains" : started.error().text; });
  QTRY_VERIFY2(why.find("read-only") != std::string::npos, why.c_str());
  QVERIFY(m_node->drains().isEmpty());
  QVERIFY(m_node->has(QStringLiteral("demo-1")));
}

void UiShellConnectionsTest::readOnlySaysWhy() {
  QVERIFY(m_connector->setReadOnly(true).ok());
  open(true);
  QVERIFY(m_window->windowTitle().contains(QStringLiteral("read-only")));
  QVERIFY(named<QLabel>(*m_window, "Whether anything can be changed")->isVisible());
  for (const char* name : {"kick", "send", "sendToDevices", "drain"}) {
    QVERIFY2(action(name).toolTip().startsWith(QStringLiteral("This connection is read-only.")), name);
  }
  // Buttons that come later, too.
  m_window->showPage(MainWindow::Setup);
  action("runChecks").trigger();
  const auto fix = [&]() -> QPushButton* {
    const QList<QPushButton*> buttons = m_window->findChildren<QPushButton*>();
    for (QPushButton* button : buttons) {
      if (button->text() == QStringLiteral("Allow TCP 7600…")) return button;
    }
    return nullptr;
  };
  QTRY_VERIFY(fix() != nullptr && fix()->isVisible());
  QVERIFY(!fix()->isEnabled());
  QVERIFY(fix()->toolTip().startsWith(QStringLiteral("This connection is read-only.")));
}

void UiShellConnectionsTest::readOnlyIsSwitchedInTheMenu() {
  QVERIFY(!action("readOnly").isChecked());
  action("readOnly").trigger();
  QVERIFY(m_connector->current().readOnly);
  open(true);
  QVERIFY(action("readOnly").isChecked());
  action("readOnly").trigger();
  QVERIFY(!m_connector->current().readOnly);
}

QTEST_MAIN(UiShellConnectionsTest)
#include "tst_ui_shell_connections.moc"
