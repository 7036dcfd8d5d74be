#include <QTest>
#include <set>

#include "server/base/settings_check.h"
#include "server/base/settings_value.h"

namespace {

QByteArray bytes(std::string_view text) { return {text.data(), static_cast<qsizetype>(text.size())}; }

}  // namespace

class SettingsValueTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyFieldIsComplete();
  void defaultsAreTheContracts_data();
  void defaultsAreTheContracts();
  void everyDefaultIsAccepted();
  void accepts_data();
  void accepts();
  void refuses_data();
  void refuses();
  void rangesAreExact();
  void aRefusedValueChangesNothing();
  void aRefusedUrlShowsNoPassword();
  void findsFieldsByName();
  void crossChecks_data();
  void crossChecks();
  void aProxyThatNobodyMayBe();
  void addressesThatExcludeEachOther_data();
  void addressesThatExcludeEachOther();
  void listsAddUp();
  void anUnknownNameSaysWhatThereIs_data();
  void anUnknownNameSaysWhatThereIs();
  void aProblemIsWhereTheLastOfItsSettingsWasSet();
};

void SettingsValueTest::everyFieldIsComplete() {
  std::set<std::string> names;
  std::set<std::string_view> flags;
  for (const lk::SettingsField& field : lk::settingsFields()) {
    QVERIFY2(names.insert(field.name()).second, "each name once");
    QVERIFY2(field.flag.empty() || flags.insert(field.flag).second, "each flag once");
    QVERIFY2(!field.help.empty(), field.name().c_str());
    QVERIFY2(!lk::fieldForm(field).empty(), field.name().c_str());
    QVERIFY2(field.min <= field.max, field.name().c_str());
  }
}

void SettingsValueTest::defaultsAreTheContracts_data() {
  QTest::addColumn<QByteArray>("name");
  QTest::addColumn<QByteArray>("value");
  const auto row = [](const char* name, const char* value) {
    QTest::newRow(name) << QByteArray(name) << QByteArray(value);
  };
  row("node.id", "");
  row("node.listen", "0.0.0.0:7600");
  row("node.io-threads", "0");
  row("node.hello-timeout", "10s");
  row("node.keepalive", "1m");
  row("node.keepalive-max", "5m");
  row("node.max-payload", "65536");
  row("node.max-sessions", "0");
  row("node.max-connections-per-address", "0");
  row("node.out-buffer", "262144");
  row("node.max-pending-commands", "64");
  row("node.drain-rate", "500");
  row("node.proxy-protocol", "off");
  row("node.proxy-trusted", "127.0.0.0/8, ::1");
  row("redis.url", "");
  row("redis.prefix", "lk");
  row("redis.password-file", "");
  row("redis.lease", "10s");
  row("redis.uplink-shards", "16");
  row("redis.uplink-maxlen", "1000000");
  row("redis.uplink-buffer", "67108864");
  row("metrics.listen", "");
  row("nginx.binary", "");
  row("nginx.config", "");
  row("nginx.expected-devices", "0");
  row("console.theme", "system");
  row("console.language", "system");
}

void SettingsValueTest::defaultsAreTheContracts() {
  QFETCH(QByteArray, name);
  QFETCH(QByteArray, value);
  const lk::SettingsField* field = lk::findField(name.toStdString());
  QVERIFY(field != nullptr);
  QCOMPARE(bytes(lk::fieldText(lk::Settings{}, *field)), value);
}

void SettingsValueTest::everyDefaultIsAccepted() {
  const lk::Settings defaults;
  QVERIFY(lk::crossCheck(defaults).empty());
  for (const lk::SettingsField& field : lk::settingsFields()) {
    lk::Settings settings;
    QVERIFY2(lk::setField(settings, field, lk::fieldText(defaults, field)).ok(), field.name().c_str());
    QVERIFY2(settings == defaults, field.name().c_str());
  }
}

void SettingsValueTest::accepts_data() {
  QTest::addColumn<QByteArray>("name");
  QTest::addColumn<QByteArray>("value");
  QTest::addColumn<QByteArray>("kept");
  const auto row = [](const char* name, const char* value, const char* kept) {
    QTest::addRow("%s=%s", name, value) << QByteArray(name) << QByteArray(value) << QByteArray(kept);
  };
  row("node.id", "gw-1.example:a_B", "gw-1.example:a_B");
  row("node.id", " gw-1 ", "gw-1");
  row("node.listen", "127.0.0.1:0", "127.0.0.1:0");
  row("node.listen", "127.0.0.1:0,[::1]:7600 , 10.0.0.1:1", "127.0.0.1:0, [::1]:7600, 10.0.0.1:1");
  row("node.listen", "", "");
  row("node.hello-timeout", "100ms", "100ms");
  row("node.hello-timeout", "60m", "1h");
  row("node.max-payload", "\t256 ", "256");
  row("node.proxy-protocol", "required", "required");
  row("node.proxy-trusted", "10.0.0.7,10.1.0.0/16 , fd00::/8", "10.0.0.7, 10.1.0.0/16, fd00::/8");
  row("node.proxy-trusted", "", "");
  row("redis.url", "redis://user@host:6379/3", "redis://user@host:6379/3");
  row("redis.url", "rediss://host", "rediss://host");
  row("redis.url", "redis+cluster://a:1,b:2", "redis+cluster://a:1,b:2");
  row("redis.url", "redis+sentinel://a:1,b:2/mymaster", "redis+sentinel://a:1,b:2/mymaster");
  row("redis.url", "", "");
  row("redis.prefix", "fleet-7", "fleet-7");
  row("redis.password-file", "/etc/a file = b#c", "/etc/a file = b#c");
  row("metrics.listen", "[::]:9100", "[::]:9100");
  row("metrics.listen", "", "");
  row("console.theme", "dark", "dark");
  row("console.language", "zh_CN", "zh_CN");
}

void SettingsValueTest::accepts() {
  QFETCH(QByteArray, name);
  QFETCH(QByteArray, value);
  QFETCH(QByteArray, kept);
  const lk::SettingsField* field = lk::findField(name.toStdString());
  QVERIFY(field != nullptr);
  lk::Settings settings;
  const auto set = lk::setField(settings, *field, value.toStdString());
  QVERIFY2(set.ok(), set.ok() ? "" : set.error().text.c_str());
  QCOMPARE(bytes(lk::fieldText(settings, *field)), kept);
}

void SettingsValueTest::refuses_data() {
  QTest::addColumn<QByteArray>("name");
  QTest::addColumn<QByteArray>("value");
  const auto row = [](const char* name, const char* value) {
    QTest::addRow("%s=%s", name, value) << QByteArray(name) << QByteArray(value);
  };
  row("node.id", "my node");
  row("node.id", "node/1");
  row("node.listen", "7600");
  row("node.listen", "0.0.0.0:7600,nowhere");
  row("node.io-threads", "two");
  row("node.io-threads", "");
  row("node.io-threads", "1.5");
  row("node.io-threads", "0x10");
  row("node.io-threads", "99999999999999999999");
  row("node.max-sessions", "-1");
  row("node.hello-timeout", "10");
  row("node.hello-timeout", "99ms");
  row("node.hello-timeout", "61m");
  row("node.keepalive", "4s");
  row("node.proxy-protocol", "on");
  row("node.proxy-trusted", "localhost");
  row("node.proxy-trusted", "10.0.0.7:7600");
  row("node.proxy-trusted", "10.0.0.0/33");
  row("node.proxy-trusted", "10.0.0.7/8");
  row("node.proxy-trusted", "::1, 10.0.0");
  row("redis.url", "http://host");
  row("redis.url", "redis://");
  row("redis.url", "localhost:6379");
  row("redis.prefix", "");
  row("redis.prefix", "a\nb");
  row("metrics.listen", "9100");
  row("console.theme", "Dark");
  row("console.theme", "light|dark");
  row("console.theme", "");
  row("console.language", "zh");
}

void SettingsValueTest::refuses() {
  QFETCH(QByteArray, name);
  QFETCH(QByteArray, value);
  const lk::SettingsField* field = lk::findField(name.toStdString());
  QVERIFY(field != nullptr);
  lk::Settings settings;
  const auto set = lk::setField(settings, *field, value.toStdString());
  QVERIFY(!set.ok());
  QCOMPARE(set.error().code, lk::Error::Code::Settings);
  const QByteArray sentence = bytes(set.error().text);
  QVERIFY2(sentence.contains(name), sentence.constData());
  QVERIFY2(sentence.contains("'" + value + "'"), sentence.constData());
  QVERIFY2(sentence.contains(bytes(lk::fieldForm(*field))), "it says what would be right");
}

void SettingsValueTest::rangesAreExact() {
  using Form = lk::SettingsField::Form;
  int tried = 0;
  for (const lk::SettingsField& field : lk::settingsFields()) {
    if (field.form != Form::Count && field.form != Form::Bytes && field.form != Form::Duration) continue;
    const std::string unit = field.form == Form::Duration ? "ms" : "";
    const auto accepted = [&](std::int64_t number) {
      lk::Settings settings;
      return lk::setField(settings, field, std::to_string(number) + unit).ok();
    };
    QVERIFY2(accepted(field.min), field.name().c_str());
    QVERIFY2(accepted(field.max), field.name().c_str());
    QVERIFY2(!accepted(field.min - 1), field.name().c_str());
    QVERIFY2(!accepted(field.max + 1), field.name().c_str());
    ++tried;
  }
  QVERIFY(tried >= 14);
}

void SettingsValueTest::aRefusedValueChangesNothing() {
  for (const lk::SettingsField& field : lk::settingsFields()) {
    lk::Settings settings;
    if (!lk::setField(settings, field, "\x01 no good").ok()) QVERIFY2(settings == lk::Settings{}, field.name().c_str());
  }
}

void SettingsValueTest::aRefusedUrlShowsNoPassword() {
  lk::Settings settings;
  for (const char* url : {"http://u:secret@a", "redis:/u:secret@a", "redis:secret@b://c@a"}) {
    const auto set = lk::setField(settings, *lk::findField("redis.url"), url);
    QVERIFY(!set.ok());
    QVERIFY2(set.error().text.find("secret") == std::string::npos, set.error().text.c_str());
    QVERIFY2(set.error().text.find("@a") != std::string::npos, set.error().text.c_str());
  }
}

void SettingsValueTest::findsFieldsByName() {
  for (const lk::SettingsField& field : lk::settingsFields()) QCOMPARE(lk::findField(field.name()), &field);
  for (const char* name : {"", "node", "node.", ".id", "id", "node.Id", "node.id ", "nodeXid"}) {
    QVERIFY2(lk::findField(name) == nullptr, name);
  }
}

void SettingsValueTest::crossChecks_data() {
  QTest::addColumn<qint64>("keepaliveMs");
  QTest::addColumn<qint64>("maxMs");
  QTest::addColumn<int>("errors");
  QTest::newRow("equal") << qint64{60'000} << qint64{60'000} << 0;
  QTest::newRow("longer than the longest") << qint64{301'000} << qint64{300'000} << 1;
  QTest::newRow("no whole seconds") << qint64{5'500} << qint64{300'000} << 1;
  QTest::newRow("both") << qint64{300'000} << qint64{5'500} << 2;
}

void SettingsValueTest::crossChecks() {
  QFETCH(qint64, keepaliveMs);
  QFETCH(qint64, maxMs);
  QFETCH(int, errors);
  lk::Settings settings;
  settings.keepalive = std::chrono::milliseconds{keepaliveMs};
  settings.keepaliveMax = std::chrono::milliseconds{maxMs};
  const auto wrong = lk::crossCheck(settings);
  QCOMPARE(static_cast<int>(wrong.size()), errors);
  for (const lk::SettingsProblem& problem : wrong) {
    const std::string& sentence = problem.text;
    QVERIFY2(sentence.find("node.keepalive") != sentence.npos && sentence.find("node.keepalive-max") != sentence.npos,
             sentence.c_str());
    QVERIFY(!problem.names.empty());
  }
}

void SettingsValueTest::aProxyThatNobodyMayBe() {
  lk::Settings settings;
  settings.proxyTrusted.clear();
  QVERIFY2(lk::crossCheck(settings).empty(), "nobody is asked");
  for (const char* choice : {"optional", "required"}) {
    settings.proxyProtocol = choice;
    const auto wrong = lk::crossCheck(settings);
    QCOMPARE(wrong.size(), std::size_t{1});
    for (const char* name : {"node.proxy-protocol", "node.proxy-trusted", choice}) {
      QVERIFY2(wrong.front().text.find(name) != std::string::npos, wrong.front().text.c_str());
    }
  }
}

void SettingsValueTest::addressesThatExcludeEachOther_data() {
  QTest::addColumn<QByteArray>("listen");
  QTest::addColumn<QByteArray>("metrics");
  QTest::addColumn<int>("errors");
  const auto row = [](const char* listen, const char* metrics, int errors) {
    QTest::addRow("%s and %s", listen, metrics) << QByteArray(listen) << QByteArray(metrics) << errors;
  };
  row("127.0.0.1:7600, 127.0.0.1:7600", "", 1);
  row("127.0.0.1:7600, localhost:7600", "", 1);
  row("[::1]:7600, [0:0:0:0:0:0:0:1]:7600", "", 1);
  row("[fe80::1%1]:7600, [fe80::1%1]:7600", "", 1);
  row("10.0.0.1:7600, 0.0.0.0:7600", "", 1);
  row("[::]:7600, [::1]:7600", "", 1);
  row("127.0.0.1:1, 127.0.0.1:2, 127.0.0.1:1, 127.0.0.1:2", "", 2);
  row("127.0.0.1:7600", "127.0.0.1:7600", 1);
  row("0.0.0.0:7600", "127.0.0.1:7600", 1);
  row("127.0.0.1:0, 127.0.0.1:0", "127.0.0.1:0", 0);
  row("127.0.0.1:7600, 127.0.0.2:7600", "127.0.0.3:7600", 0);
  row("0.0.0.0:7600, [::]:7600", "0.0.0.0:7601", 0);
  row("", "127.0.0.1:7600", 0);
}

void SettingsValueTest::addressesThatExcludeEachOther() {
  QFETCH(QByteArray, listen);
  QFETCH(QByteArray, metrics);
  QFETCH(int, errors);
  lk::Settings settings;
  QVERIFY(lk::setField(settings, *lk::findField("node.listen"), listen.toStdString()).ok());
  QVERIFY(lk::setField(settings, *lk::findField("metrics.listen"), metrics.toStdString()).ok());
  const auto wrong = lk::crossCheck(settings);
  QCOMPARE(static_cast<int>(wrong.size()), errors);
  for (const lk::SettingsProblem& problem : wrong) {
    for (const std::string& name : problem.names) {
      QVERIFY2(problem.text.find(name) != std::string::npos, problem.text.c_str());
    }
    QVERIFY2(problem.text.find("another port") != std::string::npos, problem.text.c_str());
  }
}

void SettingsValueTest::listsAddUp() {
  lk::Settings settings;
  const lk::SettingsField& listen = *lk::findField("node.listen");
  QVERIFY(lk::isList(listen) && !lk::isList(*lk::findField("node.id")));
  QVERIFY(lk::setField(settings, listen, "127.0.0.1:1").ok());
  QVERIFY(lk::addToField(settings, listen, "127.0.0.1:2, 127.0.0.1:3").ok());
  const auto refused = lk::addToField(settings, listen, "nowhere");
  QVERIFY(!refused.ok());
  QVERIFY2(refused.error().text.find("'nowhere'") != std::string::npos, refused.error().text.c_str());
  QVERIFY(lk::addToField(settings, listen, "").ok());
  QCOMPARE(bytes(lk::fieldText(settings, listen)), QByteArray("127.0.0.1:1, 127.0.0.1:2, 127.0.0.1:3"));
  const lk::SettingsField& id = *lk::findField("node.id");
  QVERIFY(lk::setField(settings, id, "a").ok() && lk::addToField(settings, id, "b").ok());
  QCOMPARE(bytes(settings.nodeId), QByteArray("b"));
}

void SettingsValueTest::anUnknownNameSaysWhatThereIs_data() {
  QTest::addColumn<QByteArray>("section");
  QTest::addColumn<QByteArray>("key");
  QTest::addColumn<QByteArray>("says");
  const auto row = [](const char* section, const char* key, const char* says) {
    QTest::addRow("%s.%s", section, key) << QByteArray(section) << QByteArray(key) << QByteArray(says);
  };
  row("node", "keep-alive", "unknown key 'keep-alive' in section [node]; did you mean keepalive?");
  row("node", "max_payload", "did you mean max-payload?");
  row("node", "iothreads", "did you mean io-threads?");
  row("node", "ix", "did you mean id?");
  row("node", "KeepAlive", "did you mean keepalive?");
  row("redis", "uplink-shard", "did you mean uplink-shards?");
  row("metrics", "nope", "unknown key 'nope' in section [metrics]; known are listen");
  row("console", "", "known are theme language");
  row("nodes", "id", "unknown section [nodes]; known are [node] [redis] [metrics] [nginx] [console]");
}

void SettingsValueTest::anUnknownNameSaysWhatThereIs() {
  QFETCH(QByteArray, section);
  QFETCH(QByteArray, key);
  QFETCH(QByteArray, says);
  const std::string sentence = lk::unknownField(section.toStdString(), key.toStdString());
  QVERIFY2(bytes(sentence).contains(says), sentence.c_str());
}

void SettingsValueTest::aProblemIsWhereTheLastOfItsSettingsWasSet() {
  lk::SettingsPlaces places;
  const lk::SettingsProblem problem{"a and b do not go together", {"s.a", "s.b"}};
  QCOMPARE(bytes(places.said(problem)), QByteArray("a and b do not go together"));
  places.put("s.b", "x.ini:3");
  places.put("s.c", "x.ini:4");
  QCOMPARE(bytes(places.said(problem)), QByteArray("x.ini:3: a and b do not go together"));
  places.put("s.a", "--set");
  QCOMPARE(bytes(places.said(problem)), QByteArray("--set: a and b do not go together"));
  places.put("s.b", "--b");
  QCOMPARE(bytes(places.said(problem)), QByteArray("--b: a and b do not go together"));
}

QTEST_GUILESS_MAIN(SettingsValueTest)
#include "tst_settings_value.moc"
