#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include "app/console.h"
#include "app/secret_tool.h"
#include "app/single_instance.h"
#include "server/base/settings_value.h"
#include "server/node/node_directory.h"
#include "tests/cli/place.h"
#include "tests/cli/program.h"
#include "tests/cli/running_node.h"
#include "tests/cli/wire_device.h"
#include "tests/support/redis_server.h"

using namespace lk;
using lk::app::Console;
using lk::app::ConsoleBackend;
using lk::app::NodeHost;
using lk::app::SingleInstance;
using lk::app::Startup;
using lk::test::contents;
using lk::test::Place;
using lk::test::RedisServer;
using lk::test::RedisServerPlan;
using lk::test::RunningNode;
using lk::test::WireDevice;
using lk::ui::Connection;

namespace {

// No keychain.
class NoSecrets final : public ui::SecretStore {
 public:
  [[nodiscard]] QString missing() const override { return QStringLiteral("none"); }
  void save(const QString& /*name*/, const QString& /*secret*/, QObject* /*context*/, Reply<void> /*done*/) override {}
  void read(const QString& /*name*/, QObject* /*context*/, Reply<QString> /*done*/) override {}
  void remove(const QString& /*name*/, QObject* /*context*/, Reply<void> /*done*/) override {}
};

}  // namespace

// The console as the program composes it: attached to one thing and another while its own node goes on, one for each
// profile, with the passwords where the system keeps them.
class ConsoleTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

  void goesToAnotherNodeAndBack();
  void goesToAClusterWithAPassword();
  void aWrongPasswordIsSaidInTheWindow();
  void aNodeThatIsNotThereChangesNothing();
  void readOnlyKeepsTheLink();
  void devicesOfTheOwnNodeAreNotForgotten();
  void theOwnSettingsAreNotOverwritten();

  void aSecondStartShowsTheFirst();
  void anotherProfileIsAnotherConsole();
  void aKilledConsoleIsNotInTheWay();

  void theKeychainKeepsAPassword();
  void theKeychainSaysWhatItLacks();

 private:
  void open(const char* nodeId = "own");
  [[nodiscard]] ui::MainWindow* window() const;
  [[nodiscard]] QStringList devices() const;
  [[nodiscard]] static Connection local(const char* node);

  std::unique_ptr<Place> m_place;
  SystemClock m_clock;
  NoSecrets m_secrets;
  QString m_config;
  ui::Language m_language;
  std::unique_ptr<Console> m_console;
};

void ConsoleTest::init() {
  m_place = std::make_unique<Place>();
  qputenv("LINEKEEPER_RUNTIME_DIR", m_place->path(QStringLiteral("run")).toUtf8());
  qputenv("XDG_DATA_HOME", m_place->path(QStringLiteral("data")).toUtf8());
}

void ConsoleTest::cleanup() {
  m_console.reset();
  m_place.reset();
}

void ConsoleTest::open(const char* nodeId) {
  m_config =
      m_place->write(QStringLiteral("lk.ini"), QByteArray("[node]\nid = ") + nodeId + "\nlisten = 127.0.0.1:0\n");
  const auto line = app::parseCommandLine({QStringLiteral("--config"), m_config});
  const auto startup = Startup::read(*line);
  QVERIFY2(startup.ok(), startup.ok() ? "" : startup.error().text.c_str());
  ConsoleBackend backend;
  auto host = NodeHost::start(startup->settings(), m_clock);
  QVERIFY2(host.ok(), host.ok() ? "" : host.error().text.c_str());
  backend.host = std::move(*host);
  m_console = std::make_unique<Console>(*startup, std::move(backend), m_clock, m_language, m_secrets, nullptr);
  m_console->open({});
}

ui::MainWindow* ConsoleTest::window() const {
  const QWidgetList widgets = QApplication::topLevelWidgets();
  for (QWidget* widget : widgets) {
    if (auto* found = qobject_cast<ui::MainWindow*>(widget); found != nullptr && found->isVisible()) return found;
  }
  return nullptr;
}

QStringList ConsoleTest::devices() const {
  QStringList ids;
  if (window() == nullptr) return ids;
  const QList<QTableView*> tables = window()->findChildren<QTableView*>();
  for (const QTableView* table : tables) {
    if (table->accessibleName() != QLatin1StringView("Devices")) continue;
    for (int row = 0; row < table->model()->rowCount(); ++row) {
      ids.push_back(table->model()->index(row, 0).data().toString());
    }
  }
  return ids;
}

Connection ConsoleTest::local(const char* node) {
  Connection connection;
  connection.kind = Connection::Kind::Local;
  connection.node = QLatin1StringView(node);
  connection.name = QLatin1StringView(node);
  return connection;
}

void ConsoleTest::goesToAnotherNodeAndBack() {
  RunningNode other;
  QVERIFY(other.start(*m_place, QStringLiteral("n2")));
  WireDevice there;
  QVERIFY(there.join(other.port(), "there-1"));
  open();
  WireDevice here;
  const quint16 port = m_console->host()->node().info().listen.front().section(QLatin1Char(':'), -1).toUShort();
  QVERIFY(here.join(port, "here-1"));
  QTRY_COMPARE(devices(), QStringList(QStringLiteral("here-1")));
  QCOMPARE(m_console->localNodes(), QStringList(QStringLiteral("n2")));

  QVERIFY(m_console->attach(local("n2"), {}).ok());
  QTRY_COMPARE(devices(), QStringList(QStringLiteral("there-1")));
  QCOMPARE(window()->windowTitle(), QStringLiteral("n2"));
  QVERIFY2(here.connected(), "the own node's device was lost");

  QVERIFY(m_console->attach(m_console->started(), {}).ok());
  QTRY_COMPARE(devices(), QStringList(QStringLiteral("here-1")));
  QVERIFY(here.connected() && there.connected());
}

void ConsoleTest::goesToAClusterWithAPassword() {
  RedisServer redis({.password = "s3cret"});
  QVERIFY(redis.start());
  const QString secret = m_place->write(QStringLiteral("redis.secret"), "s3cret\n");
  RunningNode other;
  QVERIFY(other.start(*m_place, QStringLiteral("n2"),
                      {QStringLiteral("--redis"), redis.url(), QStringLiteral("--set"),
                       QStringLiteral("redis.password-file=") + secret}));
  WireDevice there;
  QVERIFY(there.join(other.port(), "there-1"));
  open();
  Connection cluster;
  cluster.name = QStringLiteral("Berlin");
  cluster.redisUrl = redis.url();
  cluster.secret = Connection::Secret::Asked;
  QVERIFY(m_console->attach(cluster, QStringLiteral("s3cret")).ok());
  QTRY_COMPARE(devices(), QStringList(QStringLiteral("there-1")));
  // The password was typed, and is needed no second time.
  QVERIFY(m_console->setReadOnly(true).ok());
  QTRY_VERIFY(window() != nullptr && window()->windowTitle() == QStringLiteral("Berlin (read-only)"));
  QTRY_COMPARE(devices(), QStringList(QStringLiteral("there-1")));
}

void ConsoleTest::aWrongPasswordIsSaidInTheWindow() {
  RedisServer redis({.password = "s3cret"});
  QVERIFY(redis.start());
  open();
  Connection cluster;
  cluster.name = QStringLiteral("Berlin");
  cluster.redisUrl = redis.url();
  QVERIFY(m_console->attach(cluster, QStringLiteral("wrong")).ok());
  const auto banner = [&] {
    QString all;
    if (window() == nullptr) return all;
    const QList<QLabel*> labels = window()->findChildren<QLabel*>(QStringLiteral("text"));
    for (const QLabel* label : labels) all += label->text();
    return all;
  };
  QTRY_VERIFY_WITH_TIMEOUT(banner().contains(QStringLiteral("password")), 15'000);
}

void ConsoleTest::aNodeThatIsNotThereChangesNothing() {
  open();
  const auto attached = m_console->attach(local("n9"), {});
  QVERIFY(!attached.ok());
  QTest::qWait(100);
  QVERIFY(m_console->current().kind == Connection::Kind::Started);
  QVERIFY(window() != nullptr);
}

void ConsoleTest::readOnlyKeepsTheLink() {
  open();
  QVERIFY(m_console->setReadOnly(true).ok());
  QTRY_VERIFY(window() != nullptr && window()->windowTitle().endsWith(QStringLiteral("(read-only)")));
  QVERIFY(m_console->current().readOnly);
  QVERIFY(m_console->setReadOnly(false).ok());
  QTRY_VERIFY(window() != nullptr && !window()->windowTitle().endsWith(QStringLiteral("(read-only)")));
}

void ConsoleTest::devicesOfTheOwnNodeAreNotForgotten() {
  RunningNode other;
  QVERIFY(other.start(*m_place, QStringLiteral("n2")));
  open();
  WireDevice here;
  const quint16 port = m_console->host()->node().info().listen.front().section(QLatin1Char(':'), -1).toUShort();
  QVERIFY(here.join(port, "here-1"));
  QVERIFY(m_console->attach(local("n2"), {}).ok());
  QTRY_VERIFY(window() != nullptr && window()->windowTitle() == QStringLiteral("n2"));
  QTest::qWait(1'500);
  QSignalSpy quits(m_console.get(), &Console::quitAccepted);
  window()->close();
  QTRY_VERIFY2(QApplication::activeModalWidget() != nullptr, "it closes on a device of its own node");
  QCOMPARE(quits.size(), 0);
  QApplication::activeModalWidget()->close();
}

void ConsoleTest::theOwnSettingsAreNotOverwritten() {
  open();
  const QByteArray before = contents(m_config);
  class Store final : public ui::SettingsStore {
   public:
    [[nodiscard]] Settings current() const override { return kept; }
    Result<void> save(const Settings& settings) override {
      kept = settings;
      return {};
    }
    [[nodiscard]] QString filePath() const override { return {}; }
    [[nodiscard]] bool overridden(const SettingsField& /*field*/) const override { return false; }
    Settings kept;
  } own;
  own.kept.redisUrl = "redis://own";
  Connection cluster;
  cluster.redisUrl = QStringLiteral("redis://10.0.0.5");
  cluster.redisPrefix = QStringLiteral("fleet");
  app::AttachedSettings attached(own, cluster);
  Settings settings = attached.current();
  QVERIFY(settings.redisUrl == "redis://10.0.0.5" && settings.redisPrefix == "fleet");
  QVERIFY(attached.overridden(*findField("redis.url")));
  QVERIFY(!attached.overridden(*findField("node.keepalive")));
  settings.theme = "dark";
  QVERIFY(attached.save(settings).ok());
  QVERIFY(own.kept.redisUrl == "redis://own" && own.kept.redisPrefix == "lk" && own.kept.theme == "dark");
  QCOMPARE(contents(m_config), before);
}

void ConsoleTest::aSecondStartShowsTheFirst() {
  const QString folder = m_place->path(QStringLiteral("run"));
  SingleInstance other(folder, QStringLiteral("another profile"));
  QCOMPARE(other.claim(), SingleInstance::Outcome::First);
  QSignalSpy shown(&other, &SingleInstance::shown);
  // The program itself, as somebody starts it: with these settings twice.
  const QString file = m_place->write(QStringLiteral("lk.ini"), "[node]\nid = n1\nlisten = 127.0.0.1:0\n");
  const auto start = [&] {
    auto process = lk::test::makeProcess(*m_place, {QStringLiteral("--config"), file});
    auto environment = m_place->environment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    process->setProcessEnvironment(environment);
    process->start();
    return process;
  };
  const auto one = start();
  QTRY_VERIFY(one->canReadLine());
  const auto two = start();
  const auto outcome = lk::test::finish(*two);
  QVERIFY2(outcome.code == 0 && outcome.err.contains("runs already"), outcome.said().constData());
  QCOMPARE(one->state(), QProcess::Running);
  QCOMPARE(shown.size(), 0);
  one->kill();
  QVERIFY(one->waitForFinished());
}

void ConsoleTest::anotherProfileIsAnotherConsole() {
  const QString folder = m_place->path(QStringLiteral("run"));
  SingleInstance first(folder, QStringLiteral("a"));
  SingleInstance second(folder, QStringLiteral("b"));
  QCOMPARE(first.claim(), SingleInstance::Outcome::First);
  QCOMPARE(second.claim(), SingleInstance::Outcome::First);
  QVERIFY2(node::NodeDirectory(folder).running().isEmpty(), "a console is taken for a node");
}

void ConsoleTest::aKilledConsoleIsNotInTheWay() {
  const QString file = m_place->write(QStringLiteral("lk.ini"), "[node]\nid = n1\nlisten = 127.0.0.1:0\n");
  for (int start = 0; start < 2; ++start) {
    auto process = lk::test::makeProcess(*m_place, {QStringLiteral("--config"), file});
    auto environment = m_place->environment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    process->setProcessEnvironment(environment);
    process->start();
    QTRY_VERIFY(process->canReadLine());
    process->kill();
    QVERIFY(process->waitForFinished());
  }
}

void ConsoleTest::theKeychainKeepsAPassword() {
  // Debian's secret-tool by its manual: store reads the secret from its input, lookup prints it, clear forgets it.
  const QString tool = m_place->write(QStringLiteral("bin/secret-tool"),
                                      "#!/bin/sh\n"
                                      "cd \"$(dirname \"$0\")\"\n"
                                      "echo \"$@\" >>calls\n"
                                      "case $1 in\n"
                                      "store) cat >kept ;;\n"
                                      "lookup) [ -f kept ] || exit 1; cat kept ;;\n"
                                      "clear) rm -f kept ;;\n"
                                      "esac\n");
  QVERIFY(QFile::setPermissions(tool, QFile::permissions(tool) | QFileDevice::ExeOwner));
  const QByteArray path = qgetenv("PATH");
  qputenv("PATH", m_place->path(QStringLiteral("bin")).toUtf8() + ':' + path);
  qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/dev/null");
  app::SecretTool secrets;
  QVERIFY2(secrets.missing().isEmpty(), qPrintable(secrets.missing()));
  const QString name = QStringLiteral("redis://10.0.0.5");
  int answers = 0;
  secrets.read(name, this, [&](const Result<QString>& secret) {
    QVERIFY(!secret.ok() && secret.error().code == Error::Code::NotFound);
    ++answers;
  });
  QTRY_COMPARE(answers, 1);
  secrets.save(name, QStringLiteral("s3cret"), this, [&](const Result<void>& kept) {
    QVERIFY2(kept.ok(), kept.ok() ? "" : kept.error().text.c_str());
    ++answers;
  });
  QTRY_COMPARE(answers, 2);
  secrets.read(name, this, [&](const Result<QString>& secret) {
    QVERIFY(secret.ok() && *secret == QStringLiteral("s3cret"));
    ++answers;
  });
  QTRY_COMPARE(answers, 3);
  secrets.remove(name, this, [&](const Result<void>& gone) {
    QVERIFY(gone.ok());
    ++answers;
  });
  QTRY_COMPARE(answers, 4);
  QVERIFY(!QFile::exists(m_place->path(QStringLiteral("bin/kept"))));
  const QByteArray calls = contents(m_place->path(QStringLiteral("bin/calls")));
  QVERIFY2(!calls.contains("s3cret"), "everybody on the machine sees a program's arguments");
  QVERIFY2(calls.contains("lookup application linekeeper connection redis://10.0.0.5"), calls.constData());
  qputenv("PATH", path);
}

void ConsoleTest::theKeychainSaysWhatItLacks() {
  const QByteArray path = qgetenv("PATH");
  qputenv("PATH", "/nowhere");
  const app::SecretTool secrets;
  const QString missing = secrets.missing();
  qputenv("PATH", path);
  QVERIFY2(missing.contains(QStringLiteral("secret-tool")), qPrintable(missing));
}

QTEST_MAIN(ConsoleTest)
#include "tst_console.moc"
