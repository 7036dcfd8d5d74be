// Sentences, numbers and buttons in English and Chinese, without a window.
#include <QDialogButtonBox>
#include <QLocale>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

#include "language_test.h"
#include "server/base/settings_text.h"
#include "server/bus/redis_trouble.h"
#include "ui/server_words.h"
#include "ui/setup_words.h"
#include "ui/words.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

class UiLanguageWordsTest : public LanguageTest {
  Q_OBJECT

 private Q_SLOTS:
  void theSystemsFirstLanguageCounts_data();
  void theSystemsFirstLanguageCounts();
  void englishCountsOneAndMany();
  void chineseNeedsNoPlural();
  void qtsOwnButtonsAreChinese();
  void saidAgainKeepsWhatIsNoText();
  void saidAgainTakesTheClassThatBearsIt();
  void saidAgainFillsTheSamePlaces();
  void aValueThatLooksLikeAPlaceStays();
  void findingsAreSaidInChinese();
  void whatTheServerSaysIsSaidInChinese();
  void numbersAndDatesFollowTheLanguage();
};

void UiLanguageWordsTest::theSystemsFirstLanguageCounts_data() {
  QTest::addColumn<QStringList>("languages");
  QTest::addColumn<QString>("best");
  const auto row = [](const char* languages, const QString& best) {
    QTest::newRow(languages) << QString::fromLatin1(languages).split(QLatin1Char(' ')) << best;
  };
  row("en-GB", kEnglish);
  row("zh-CN", kChinese);
  row("zh-Hans-CN", kChinese);
  row("zh-Hant-TW", kChinese);
  row("de-DE", kEnglish);
  row("de-DE zh-CN en", kChinese);
  row("C", kEnglish);
}

void UiLanguageWordsTest::theSystemsFirstLanguageCounts() {
  QFETCH(const QStringList, languages);
  QTEST(Language::bestOf(languages), "best");
}

void UiLanguageWordsTest::englishCountsOneAndMany() {
  choose(kEnglish);
  QCOMPARE(QCoreApplication::translate("lk::ui::DevicesPage", "Kick %Ln device(s)", nullptr, 1),
           QStringLiteral("Kick 1 device"));
  QCOMPARE(QCoreApplication::translate("lk::ui::DevicesPage", "Kick %Ln device(s)", nullptr, 12),
           QStringLiteral("Kick 12 devices"));
  QCOMPARE(QCoreApplication::translate("lk::ui::DevicesPage", "Kick"), QStringLiteral("Kick"));
}

void UiLanguageWordsTest::chineseNeedsNoPlural() {
  choose(kChinese);
  for (const int number : {0, 1, 12}) {
    QCOMPARE(QCoreApplication::translate("lk::ui::DevicesPage", "Kick %Ln device(s)", nullptr, number),
             zh("将 %1 台设备踢下线").arg(number));
  }
}

void UiLanguageWordsTest::qtsOwnButtonsAreChinese() {
  choose(kChinese);
  QDialogButtonBox box(QDialogButtonBox::Save | QDialogButtonBox::Cancel | QDialogButtonBox::Close);
  QCOMPARE(box.button(QDialogButtonBox::Save)->text(), zh("保存"));
  QCOMPARE(box.button(QDialogButtonBox::Cancel)->text(), zh("取消"));
  QCOMPARE(box.button(QDialogButtonBox::Close)->text(), zh("关闭"));
}

void UiLanguageWordsTest::saidAgainKeepsWhatIsNoText() {
  SaidBefore before;
  before.add({"lk::ui::DevicesPage", "Kick", {}, false}, QStringLiteral("Kick"));
  choose(kChinese);
  QCOMPARE(before.again(QStringLiteral("Kick"), {}), zh("踢下线"));
  QCOMPARE(before.again(QStringLiteral("Kicks"), {}), QStringLiteral("Kicks"));
  QCOMPARE(before.again(QString(), {}), QString());
}

void UiLanguageWordsTest::saidAgainTakesTheClassThatBearsIt() {
  // As if both had been one word in the language before.
  SaidBefore before;
  before.add({"lk::ui::DevicesPage", "Kick", {}, false}, QStringLiteral("X"));
  before.add({"lk::ui::DevicePane", "Session", {}, false}, QStringLiteral("X"));
  choose(kChinese);
  QCOMPARE(before.again(QStringLiteral("X"), {"lk::ui::DevicePane", "lk::ui::DevicesPage"}), zh("会话"));
  QCOMPARE(before.again(QStringLiteral("X"), {"QLabel", "lk::ui::DevicesPage"}), zh("踢下线"));
}

void UiLanguageWordsTest::saidAgainFillsTheSamePlaces() {
  SaidBefore before;
  before.add({"lk::ui::NodesModel", "draining, %1 left", {}, false}, QStringLiteral("draining, %1 left"));
  before.add({"lk::ui::DevicesPage", "Kick %Ln device(s)", {}, true}, QStringLiteral("Kick %n devices"));
  before.add({"lk::ui::FindingCard", "Undo: %1…", {}, false}, QString::fromUtf8("Undo: %1…"));
  before.add({"lk::setup", "Allow TCP {0}", {}, false}, QStringLiteral("Allow TCP {0}"));
  choose(kChinese);
  QCOMPARE(before.again(QStringLiteral("draining, 12 left"), {"lk::ui::NodesModel"}), zh("排空中，剩余 12"));
  QCOMPARE(before.again(QStringLiteral("Kick 3 devices"), {"lk::ui::DevicesPage"}), zh("将 3 台设备踢下线"));
  QCOMPARE(before.again(QString::fromUtf8("Undo: Allow TCP 7600…"), {"lk::ui::FindingCard"}),
           zh("撤销：放行 TCP 7600…"));
  // Another class' words are none of this one's.
  QCOMPARE(before.again(QStringLiteral("draining, 12 left"), {"lk::ui::DevicePane"}),
           QStringLiteral("draining, 12 left"));
}

void UiLanguageWordsTest::aValueThatLooksLikeAPlaceStays() {
  SaidBefore before;
  before.add({"lk::ui::NginxPanel", "%1, %2, with %3", {}, false}, QStringLiteral("%1, %2, with %3"));
  choose(kChinese);
  QCOMPARE(before.again(QStringLiteral("%2, %3, with x"), {"lk::ui::NginxPanel"}), zh("%2，%3，配置文件 x"));
}

void UiLanguageWordsTest::findingsAreSaidInChinese() {
  choose(kChinese);
  QCOMPARE(words::said(setup::text("Allow TCP {0}", 7600)), zh("放行 TCP 7600"));
  const setup::Text inner = setup::text("{0} ago", setup::text("{0} min", 3));
  QCOMPARE(words::said(setup::text("Last close: {0}, {1} at {2}", "kicked", inner, "n1")),
           zh("上次断开：被踢下线，3 分钟前，在 n1"));
  QCOMPARE(words::said(setup::text("no sentence of ours about {0}", 1)), QStringLiteral("no sentence of ours about 1"));
  choose(kEnglish);
  QCOMPARE(words::said(setup::text("Last close: {0}, {1} at {2}", "kicked", inner, "n1")),
           QStringLiteral("Last close: kicked, 3 min ago at n1"));
}

// As the server says them, not copied: a sentence that is changed there and not here is left in English, and found.
void UiLanguageWordsTest::whatTheServerSaysIsSaidInChinese() {
  using bus::refusalTrouble;
  using bus::socketTrouble;
  bus::RedisOptions plain;
  bus::RedisOptions named;
  named.url.user = "ops";
  named.caFile = "ca.pem";
  named.url.tls = true;
  const bus::RedisAddress at{"10.0.0.5", 6379};
  QStringList said;
  for (const auto error :
       {QAbstractSocket::ConnectionRefusedError, QAbstractSocket::HostNotFoundError, QAbstractSocket::NetworkError,
        QAbstractSocket::SslHandshakeFailedError, QAbstractSocket::SslInternalError,
        QAbstractSocket::RemoteHostClosedError, QAbstractSocket::UnknownSocketError}) {
    for (const bool heard : {false, true}) {
      said.push_back(QString::fromStdString(socketTrouble(error, "E42", plain, at, heard).text));
    }
  }
  for (const auto& options : {plain, named}) {
    for (const auto error : {QSslError::HostNameMismatch, QSslError::SelfSignedCertificate}) {
      said.push_back(QString::fromStdString(certificateTrouble(QSslError(error), options, at).text));
    }
    for (const char* error : {"WRONGPASS no", "NOAUTH no", "NOPERM no", "DENIED no", "ERR no"}) {
      for (const char* command : {"AUTH", "SELECT", "INFO"}) {
        said.push_back(QString::fromStdString(refusalTrouble(error, command, options, at).text));
      }
    }
  }
  Settings settings;
  const auto wrong = applySettingsText(
      "x = 1\nkepal\n[nodes]\n[node]\nkeepalive = 1m\nkeepalive = 2m\nlisten = x\nid = a b\nio-threads = many\n"
      "max-payload = 0\nproxy-protocol = 3\nproxy-trusted = x\nhello-timeout = 5d\n[redis]\nurl = x\n\xff\n"
      "nonsense = 1\nurls = x\n[metrics]\nlisten = x\n",
      "lk.ini", settings);
  QVERIFY(wrong.size() >= 15);
  for (const std::string& line : wrong) said.push_back(QString::fromStdString(line));

  choose(kChinese);
  // Names of settings, commands and what Redis answered may stay; three English words in a row are a sentence.
  const QRegularExpression english(QStringLiteral("[A-Za-z']{2,}[ ,;:]+[A-Za-z']{2,}[ ,;:]+[A-Za-z']{2,}"));
  for (const QString& sentence : std::as_const(said)) {
    QString again = words::settingsProblems(sentence);
    QVERIFY2(again != sentence, qPrintable(sentence));
    again.remove(QStringLiteral("ACL SETUSER"))
        .remove(QStringLiteral("off optional required"))
        .remove(QRegularExpression(QStringLiteral("有的是 url prefix[ a-z-]+")))
        .remove(QStringLiteral("The host name did not match"));
    again.remove(QRegularExpression(QStringLiteral("（[^）]*）")));
    QVERIFY2(!english.match(again).hasMatch(), qPrintable(again));
  }
  QCOMPARE(
      words::settingsProblems(QStringLiteral("C:\\a b\\lk.ini:2: 'kepal' is neither [section] nor key = value nor "
                                             "# comment\nD:\\lk.ini:3: this line is not UTF-8 text")),
      zh("C:\\a b\\lk.ini:2: “kepal”既不是 [节]，也不是 键 = 值，也不是 # 注释\nD:\\lk.ini:3: 这一行不是 UTF-8 文本"));
}

void UiLanguageWordsTest::numbersAndDatesFollowTheLanguage() {
  choose(kChinese);
  QCOMPARE(QLocale().language(), QLocale::Chinese);
  QCOMPARE(words::duration(125'000), zh("2 分 5 秒"));
  QCOMPARE(words::latency(1'500), zh("1.5 ms"));
  QVERIFY(QLocale().toString(QDate(2026, 3, 14), QLocale::ShortFormat).startsWith(QStringLiteral("2026")));
  choose(kEnglish);
  QCOMPARE(words::duration(125'000), QStringLiteral("2 min 5 s"));
  QCOMPARE(words::count(12'345), QStringLiteral("12,345"));
}

QTEST_MAIN(UiLanguageWordsTest)
#include "tst_ui_language_words.moc"
