#include <QDir>
#include <QTest>

#include "app/node_host.h"
#include "app/settings_keeper.h"
#include "tests/cli/place.h"
#include "tests/cli/program.h"
#include "tests/cli/wire_device.h"

using lk::app::NodeHost;
using lk::app::parseCommandLine;
using lk::app::SettingsKeeper;
using lk::app::Startup;
using lk::test::contents;
using lk::test::native;
using lk::test::Place;
using lk::test::WireDevice;
using lk::test::words;
using namespace std::chrono_literals;

// What the console's settings page saves, and what becomes of it.
class SettingsKeeperTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_place = std::make_unique<Place>(); }

  void savesAndHasWhatItSaved();
  void makesTheFileAndItsFolder();
  void whatAFlagDecidesStaysAsTheFileHasIt();
  void theHostsNameIsNotWritten();
  void whatTheNextStartRefusesIsNotWritten();
  void aFileThatWasBrokenMeanwhileIsKept();
  void anUnwritableFolderIsSaid();
  void aRunningNodeTakesItAtOnce();

 private:
  [[nodiscard]] QString file() const { return m_place->path(QStringLiteral("lk.ini")); }
  // Started with a file of this text and these options.
  [[nodiscard]] Startup started(const QByteArray& text, const char* options = "") const {
    const QString path = m_place->write(QStringLiteral("lk.ini"), text);
    const auto line = parseCommandLine(QStringList{QStringLiteral("--config"), path} + words(options));
    return Startup::read(*line).value();
  }
  // Started with its settings in this folder, which is not there yet.
  [[nodiscard]] static Startup startedIn(const QString& folder) {
    return Startup::read(*parseCommandLine({QStringLiteral("--data-folder"), folder})).value();
  }
  std::unique_ptr<Place> m_place;
};

void SettingsKeeperTest::savesAndHasWhatItSaved() {
  SettingsKeeper keeper(started("# ours\n[node]\nid = gw\n"), nullptr);
  int changes = 0;
  connect(&keeper, &SettingsKeeper::changed, this, [&] { ++changes; });
  lk::Settings settings = keeper.current();
  settings.keepalive = 30s;
  settings.theme = "dark";
  QVERIFY(keeper.save(settings).ok());
  QVERIFY(keeper.current() == settings);
  QCOMPARE(changes, 1);
  QCOMPARE(keeper.filePath(), file());
  QCOMPARE(contents(file()), QByteArray("# ours\n[node]\nid = gw\nkeepalive = 30s\n\n[console]\ntheme = dark\n"));
}

void SettingsKeeperTest::makesTheFileAndItsFolder() {
  SettingsKeeper keeper(startedIn(m_place->path(QStringLiteral("a/b"))), nullptr);
  const QString path = m_place->path(QStringLiteral("a/b/linekeeper.ini"));
  QCOMPARE(keeper.filePath(), path);
  lk::Settings settings = keeper.current();
  settings.drainRate = 9;
  const auto saved = keeper.save(settings);
  QVERIFY2(saved.ok(), saved.ok() ? "" : saved.error().text.c_str());
  QCOMPARE(contents(path), QByteArray("[node]\ndrain-rate = 9\n"));
}

void SettingsKeeperTest::whatAFlagDecidesStaysAsTheFileHasIt() {
  SettingsKeeper keeper(started("[node]\nid = gw\nkeepalive = 10s\n", "--set node.keepalive=20s --metrics 127.0.0.1:0"),
                        nullptr);
  lk::Settings settings = keeper.current();
  QVERIFY(settings.keepalive == 20s);
  settings.drainRate = 9;
  QVERIFY(keeper.save(settings).ok());
  QCOMPARE(contents(file()), QByteArray("[node]\nid = gw\nkeepalive = 10s\ndrain-rate = 9\n"));
  QVERIFY2(keeper.current().keepalive == 20s, "the flag is in force still");
  for (const lk::SettingsField& field : lk::settingsFields()) {
    const std::string name = field.name();
    QCOMPARE(keeper.overridden(field), name == "node.keepalive" || name == "metrics.listen");
  }
}

void SettingsKeeperTest::theHostsNameIsNotWritten() {
  SettingsKeeper keeper(started(""), nullptr);
  lk::Settings settings = keeper.current();
  QVERIFY2(!settings.nodeId.empty(), "the host's name stands in");
  settings.drainRate = 9;
  QVERIFY(keeper.save(settings).ok());
  QCOMPARE(contents(file()), QByteArray("[node]\ndrain-rate = 9\n"));
  settings.nodeId = "gw-9";
  QVERIFY(keeper.save(settings).ok());
  QVERIFY(contents(file()).contains("id = gw-9"));
}

void SettingsKeeperTest::whatTheNextStartRefusesIsNotWritten() {
  const QByteArray before = "[node]\nid = gw\n";
  SettingsKeeper keeper(started(before), nullptr);
  lk::Settings tooLong = keeper.current();
  tooLong.keepalive = 301s;
  QVERIFY(!keeper.save(tooLong).ok());
  lk::Settings redis = keeper.current();
  redis.redisUrl = "redis://me:secret@127.0.0.1";
  QVERIFY(!keeper.save(redis).ok());
  QCOMPARE(contents(file()), before);
}

void SettingsKeeperTest::aFileThatWasBrokenMeanwhileIsKept() {
  SettingsKeeper keeper(started("[node]\nid = gw\n"), nullptr);
  const QByteArray broken = "[node]\nid = gw\nkepalive = 5s\n";
  QVERIFY(!m_place->write(QStringLiteral("lk.ini"), broken).isEmpty());
  lk::Settings settings = keeper.current();
  settings.drainRate = 9;
  const auto saved = keeper.save(settings);
  QVERIFY(!saved.ok());
  QVERIFY2(QByteArray::fromStdString(saved.error().text).contains("lk.ini:3:"), saved.error().text.c_str());
  QCOMPARE(contents(file()), broken);
}

// Below a regular file, where nobody can write, root included.
void SettingsKeeperTest::anUnwritableFolderIsSaid() {
  const QString blocker = m_place->write(QStringLiteral("file"), "x");
  SettingsKeeper keeper(startedIn(blocker + QStringLiteral("/config")), nullptr);
  const auto saved = keeper.save(keeper.current());
  QVERIFY(!saved.ok());
  QVERIFY2(QByteArray::fromStdString(saved.error().text).contains(native(blocker)), saved.error().text.c_str());
}

void SettingsKeeperTest::aRunningNodeTakesItAtOnce() {
  qputenv("LINEKEEPER_RUNTIME_DIR", m_place->path(QStringLiteral("run")).toUtf8());
  const lk::SystemClock clock;
  const Startup startup = started("[node]\nid = gw\nlisten = 127.0.0.1:0\n");
  auto host = NodeHost::start(startup.settings(), clock);
  QVERIFY2(host.ok(), host.ok() ? "" : host.error().text.c_str());
  SettingsKeeper keeper(startup, host->get());
  lk::Settings settings = keeper.current();
  settings.keepalive = 33s;
  QVERIFY(keeper.save(settings).ok());
  const quint16 port = (*host)->control()->info().listen.front().section(QLatin1Char(':'), 1).toUShort();
  // The node takes it in its own thread, a moment later.
  QTRY_VERIFY([&] {
    WireDevice device;
    return device.join(port, "dev-1") && device.last(lk::test::kWelcome)->payload.contains("\"keepalive\":33");
  }());
}

QTEST_GUILESS_MAIN(SettingsKeeperTest)
#include "tst_settings_keeper.moc"
