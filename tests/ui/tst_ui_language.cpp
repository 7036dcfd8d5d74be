// The window in English and Chinese, and from the one to the other while it runs.
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTest>
#include <QTreeWidget>

#include "clicks.h"
#include "fake_checks.h"
#include "fake_nginx.h"
#include "fake_parts.h"
#include "server/base/settings_text.h"
#include "server/bus/redis_trouble.h"
#include "ui/devices_model.h"
#include "ui/language.h"
#include "ui/main_window.h"
#include "ui/server_words.h"
#include "ui/setup_words.h"
#include "ui/words.h"
#include "what_is_said.h"

using namespace lk;
using namespace lk::ui;
using namespace lk::ui::test;

namespace {

const QString kChinese = QStringLiteral("zh_CN");
const QString kEnglish = QStringLiteral("en");

QString zh(const char* text) { return QString::fromUtf8(text); }

}  // namespace

class UiLanguageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

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
  void theMenuSwitchesAndSaves();
  void theDialogSwitchesAndSaves();
  void aRefusedSaveSaysSo();
  void theChosenLanguageIsChecked();
  void whatWasTypedAndIsDataStays();
  void noEnglishIsLeftInAChineseWindow();
  void aSwitchedWindowSaysWhatANewOneSays_data();
  void aSwitchedWindowSaysWhatANewOneSays();
  void dialogsAreChinese();
  void emptyPagesAreChinese();
  void aClusterIsChinese();

 private:
  [[nodiscard]] std::unique_ptr<MainWindow> makeWindow(bool wholeCluster = false);
  void fillFleet();
  // Every page with something on it: a device selected, commands in each state, findings, a picture of nginx, a
  // diagnosis.
  void fillPages(MainWindow& window);
  void choose(const QString& language);
  static void showAllPages(MainWindow& window);
  static void settle();
  static void verifyChinese(const QWidget& widget);
  [[nodiscard]] QAction& action(const char* name) { return *m_window->findChild<QAction*>(QLatin1StringView(name)); }

  std::shared_ptr<HandClock> m_clock;
  std::shared_ptr<lk::test::RecordedSystem> m_system;
  std::unique_ptr<FakeNodeControl> m_node;
  std::unique_ptr<FakeDemoFleet> m_demo;
  std::unique_ptr<FakeSettingsStore> m_settings;
  std::unique_ptr<Language> m_language;
  std::unique_ptr<MainWindow> m_window;
};

void UiLanguageTest::init() {
  m_clock = std::make_shared<HandClock>();
  m_system = std::make_shared<lk::test::RecordedSystem>();
  m_system->ownAddress("10.2.0.5");
  m_system->record("id -u", setup::Ran{0, "0\n", ""});
  recordNginx(*m_system);
  m_node = std::make_unique<FakeNodeControl>();
  m_node->setNowMs(1'700'000'000'000);
  m_demo = std::make_unique<FakeDemoFleet>(*m_node);
  m_settings = std::make_unique<FakeSettingsStore>();
  m_language = std::make_unique<Language>();
}

void UiLanguageTest::cleanup() {
  m_window.reset();
  m_language.reset();
  m_settings.reset();
  m_demo.reset();
  m_node.reset();
  QLocale::setDefault(QLocale::c());
}

std::unique_ptr<MainWindow> UiLanguageTest::makeWindow(bool wholeCluster) {
  ConsoleParts parts;
  parts.control = m_node.get();
  parts.demo = wholeCluster ? nullptr : m_demo.get();
  parts.settings = m_settings.get();
  parts.wholeCluster = wholeCluster;
  parts.clock = m_clock;
  parts.system = m_system;
  parts.language = m_language.get();
  auto window = std::make_unique<MainWindow>(parts);
  window->show();
  return window;
}

void UiLanguageTest::choose(const QString& language) {
  Settings settings = m_settings->current();
  settings.language = language.toStdString();
  m_settings->set(settings);
  m_language->choose(language);
}

void UiLanguageTest::fillFleet() {
  m_node->connectDevices(4);
  m_node->change(QStringLiteral("demo-1"), [](node::SessionRow& row) { row.lastClose = CloseReason::KeepaliveMissed; });
  m_node->disconnectDevice(QStringLiteral("demo-4"), CloseReason::Kicked);
  m_node->addEvent(node::EventKind::AcceptResumed, node::Severity::Info);
  m_node->addEvent(node::EventKind::SettingsReloaded, node::Severity::Warning);
  m_node->addEvent(node::EventKind::Kicked, node::Severity::Problem, QStringLiteral("demo-4"));
}

void UiLanguageTest::settle() {
  QTest::qWait(600);  // two snapshots
}

void UiLanguageTest::showAllPages(MainWindow& window) {
  for (int page = MainWindow::Overview; page <= MainWindow::Diagnose; ++page) {
    window.showPage(static_cast<MainWindow::Page>(page));
    QTest::qWait(20);
  }
}

void UiLanguageTest::fillPages(MainWindow& window) {
  settle();
  window.showPage(MainWindow::Devices);
  for (QTableView* table : window.findChildren<QTableView*>()) {
    if (qobject_cast<DevicesModel*>(table->model()) != nullptr) table->selectRow(0);
  }
  const auto trigger = [&](const char* name) { window.findChild<QAction*>(QLatin1StringView(name))->trigger(); };
  window.showPage(MainWindow::Setup);
  for (QTabWidget* tabs : window.findChildren<QTabWidget*>()) {
    if (tabs->isVisible()) tabs->setCurrentIndex(1);
  }
  QTest::qWait(300);
  window.showPage(MainWindow::Diagnose);
  window.findChild<QAction*>(QStringLiteral("diagnoseDevice"))->trigger();
  trigger("startDiagnosis");
  QTest::qWait(800);
  window.showPage(MainWindow::Overview);
  settle();
}

void UiLanguageTest::verifyChinese(const QWidget& widget) {
  QStringList english;
  for (const QString& said : allThatIsSaid(widget)) {
    const QStringList words = englishIn(said.mid(said.indexOf(QStringLiteral(": ")) + 2));
    if (!words.isEmpty()) english.push_back(said);
  }
  english.removeDuplicates();
  QVERIFY2(english.isEmpty(), qPrintable(QLatin1Char('\n') + english.join(QLatin1Char('\n'))));
}

void UiLanguageTest::theSystemsFirstLanguageCounts_data() {
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

void UiLanguageTest::theSystemsFirstLanguageCounts() {
  QFETCH(const QStringList, languages);
  QTEST(Language::bestOf(languages), "best");
}

void UiLanguageTest::englishCountsOneAndMany() {
  choose(kEnglish);
  QCOMPARE(QCoreApplication::translate("lk::ui::DevicesPage", "Kick %Ln device(s)", nullptr, 1),
           QStringLiteral("Kick 1 device"));
  QCOMPARE(QCoreApplication::translate("lk::ui::DevicesPage", "Kick %Ln device(s)", nullptr, 12),
           QStringLiteral("Kick 12 devices"));
  QCOMPARE(QCoreApplication::translate("lk::ui::DevicesPage", "Kick"), QStringLiteral("Kick"));
}

void UiLanguageTest::chineseNeedsNoPlural() {
  choose(kChinese);
  for (const int number : {0, 1, 12}) {
    QCOMPARE(QCoreApplication::translate("lk::ui::DevicesPage", "Kick %Ln device(s)", nullptr, number),
             zh("将 %1 台设备踢下线").arg(number));
  }
}

void UiLanguageTest::qtsOwnButtonsAreChinese() {
  choose(kChinese);
  QDialogButtonBox box(QDialogButtonBox::Save | QDialogButtonBox::Cancel | QDialogButtonBox::Close);
  QCOMPARE(box.button(QDialogButtonBox::Save)->text(), zh("保存"));
  QCOMPARE(box.button(QDialogButtonBox::Cancel)->text(), zh("取消"));
  QCOMPARE(box.button(QDialogButtonBox::Close)->text(), zh("关闭"));
}

void UiLanguageTest::saidAgainKeepsWhatIsNoText() {
  SaidBefore before;
  before.add({"lk::ui::DevicesPage", "Kick", {}, false}, QStringLiteral("Kick"));
  choose(kChinese);
  QCOMPARE(before.again(QStringLiteral("Kick"), {}), zh("踢下线"));
  QCOMPARE(before.again(QStringLiteral("Kicks"), {}), QStringLiteral("Kicks"));
  QCOMPARE(before.again(QString(), {}), QString());
}

void UiLanguageTest::saidAgainTakesTheClassThatBearsIt() {
  // As if both had been one word in the language before.
  SaidBefore before;
  before.add({"lk::ui::DevicesPage", "Kick", {}, false}, QStringLiteral("X"));
  before.add({"lk::ui::DevicePane", "Session", {}, false}, QStringLiteral("X"));
  choose(kChinese);
  QCOMPARE(before.again(QStringLiteral("X"), {"lk::ui::DevicePane", "lk::ui::DevicesPage"}), zh("会话"));
  QCOMPARE(before.again(QStringLiteral("X"), {"QLabel", "lk::ui::DevicesPage"}), zh("踢下线"));
}

void UiLanguageTest::saidAgainFillsTheSamePlaces() {
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

void UiLanguageTest::aValueThatLooksLikeAPlaceStays() {
  SaidBefore before;
  before.add({"lk::ui::NginxPanel", "%1, %2, with %3", {}, false}, QStringLiteral("%1, %2, with %3"));
  choose(kChinese);
  QCOMPARE(before.again(QStringLiteral("%2, %3, with x"), {"lk::ui::NginxPanel"}), zh("%2，%3，配置文件 x"));
}

void UiLanguageTest::findingsAreSaidInChinese() {
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
void UiLanguageTest::whatTheServerSaysIsSaidInChinese() {
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

void UiLanguageTest::numbersAndDatesFollowTheLanguage() {
  choose(kChinese);
  QCOMPARE(QLocale().language(), QLocale::Chinese);
  QCOMPARE(words::duration(125'000), zh("2 分 5 秒"));
  QCOMPARE(words::latency(1'500), zh("1.5 ms"));
  QVERIFY(QLocale().toString(QDate(2026, 3, 14), QLocale::ShortFormat).startsWith(QStringLiteral("2026")));
  choose(kEnglish);
  QCOMPARE(words::duration(125'000), QStringLiteral("2 min 5 s"));
  QCOMPARE(words::count(12'345), QStringLiteral("12,345"));
}

void UiLanguageTest::theMenuSwitchesAndSaves() {
  m_window = makeWindow();
  QCOMPARE(action("kick").text(), QStringLiteral("&Kick"));
  action("language-zh_CN").trigger();
  QCOMPARE(action("kick").text(), zh("踢下线"));
  QCOMPARE(m_settings->current().language, "zh_CN");
  action("language-en").trigger();
  QCOMPARE(action("kick").text(), QStringLiteral("&Kick"));
  QCOMPARE(m_settings->current().language, "en");
}

void UiLanguageTest::theDialogSwitchesAndSaves() {
  m_window = makeWindow();
  action("settings").trigger();
  auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
  auto* choice = named<QComboBox>(*dialog, "Language");
  QCOMPARE(choice->count(), 3);
  choice->setCurrentIndex(choice->findText(zh("简体中文")));
  QTest::mouseClick(named<QPushButton>(*dialog, "Save"), Qt::LeftButton);
  QCOMPARE(m_settings->current().language, "zh_CN");
  QCOMPARE(action("kick").text(), zh("踢下线"));
}

void UiLanguageTest::aRefusedSaveSaysSo() {
  m_window = makeWindow();
  m_settings->refuseWith("the disk is full");
  action("language-zh_CN").trigger();
  QCOMPARE(action("kick").text(), zh("踢下线"));
  QVERIFY(allThatIsSaid(*m_window).join(QLatin1Char('\n')).contains(zh("语言未能保存：the disk is full")));
}

void UiLanguageTest::theChosenLanguageIsChecked() {
  m_window = makeWindow();
  QVERIFY(action("language-en").isChecked());
  action("language-zh_CN").trigger();
  QVERIFY(action("language-zh_CN").isChecked());
  QVERIFY(!action("language-en").isChecked());
}

void UiLanguageTest::whatWasTypedAndIsDataStays() {
  m_window = makeWindow();
  m_node->connectDevice(QStringLiteral("Commands"));
  settle();
  auto* filter = named<QLineEdit>(*m_window, "Filter devices");
  filter->setText(QStringLiteral("Commands"));
  auto* payload = named<QPlainTextEdit>(*m_window, "Payload");
  payload->setPlainText(QStringLiteral("Settings"));
  action("language-zh_CN").trigger();
  settle();
  QCOMPARE(filter->text(), QStringLiteral("Commands"));
  QCOMPARE(payload->toPlainText(), QStringLiteral("Settings"));
  for (QTableView* table : m_window->findChildren<QTableView*>()) {
    const auto* model = qobject_cast<DevicesModel*>(table->model());
    if (model == nullptr) continue;
    QCOMPARE(model->rowCount(), 1);
    QCOMPARE(model->index(0, 0).data().toString(), QStringLiteral("Commands"));
  }
}

void UiLanguageTest::noEnglishIsLeftInAChineseWindow() {
  choose(kChinese);
  fillFleet();
  m_window = makeWindow();
  fillPages(*m_window);
  showAllPages(*m_window);
  verifyChinese(*m_window);
}

void UiLanguageTest::aSwitchedWindowSaysWhatANewOneSays_data() {
  QTest::addColumn<QString>("from");
  QTest::addColumn<QString>("to");
  QTest::newRow("to Chinese") << kEnglish << kChinese;
  QTest::newRow("to English") << kChinese << kEnglish;
}

void UiLanguageTest::aSwitchedWindowSaysWhatANewOneSays() {
  QFETCH(const QString, from);
  QFETCH(const QString, to);
  choose(from);
  fillFleet();
  m_window = makeWindow();
  fillPages(*m_window);
  choose(to);
  settle();
  showAllPages(*m_window);
  settle();
  QStringList switched = allThatIsSaid(*m_window);
  m_window = makeWindow();
  fillPages(*m_window);
  showAllPages(*m_window);
  settle();
  QStringList fresh = allThatIsSaid(*m_window);
  QStringList left = switched;
  for (const QString& said : fresh) left.removeOne(said);
  for (const QString& said : switched) fresh.removeOne(said);
  QVERIFY2(left.isEmpty() && fresh.isEmpty(),
           qPrintable(QStringLiteral("\nswitched:\n%1\nnew:\n%2")
                          .arg(left.join(QLatin1Char('\n')), fresh.join(QLatin1Char('\n')))));
}

void UiLanguageTest::dialogsAreChinese() {
  choose(kChinese);
  fillFleet();
  m_window = makeWindow();
  fillPages(*m_window);
  for (QTableView* table : m_window->findChildren<QTableView*>()) table->selectAll();
  for (const char* name :
       {"settings", "about", "kick", "nginxTest", "nginxApply", "nginxReload", "nginxStop", "nginxRollback"}) {
    QAction& opens = action(name);
    QVERIFY2(opens.isEnabled(), name);
    opens.trigger();
    QVERIFY2(QTest::qWaitFor([] { return QApplication::activeModalWidget() != nullptr; }, 3'000) ||
                 qstrcmp(name, "nginxRollback") == 0,
             name);
    if (QWidget* dialog = QApplication::activeModalWidget()) {
      verifyChinese(*dialog);
      dialog->close();
      QTest::qWait(20);
    }
  }
  for (QTableView* table : m_window->findChildren<QTableView*>()) table->clearSelection();
  m_window->showPage(MainWindow::Nodes);
  for (QTableView* table : m_window->findChildren<QTableView*>()) table->selectRow(0);
  action("drain").trigger();
  QTRY_VERIFY(QApplication::activeModalWidget() != nullptr);
  verifyChinese(*QApplication::activeModalWidget());
  QApplication::activeModalWidget()->close();
}

void UiLanguageTest::emptyPagesAreChinese() {
  choose(kChinese);
  m_window = makeWindow();
  settle();
  showAllPages(*m_window);
  verifyChinese(*m_window);
}

void UiLanguageTest::aClusterIsChinese() {
  choose(kChinese);
  QList<node::NodeRow> rows;
  for (const node::NodeState state :
       {node::NodeState::Up, node::NodeState::Draining, node::NodeState::Silent, node::NodeState::Dead}) {
    node::NodeRow row;
    row.info.id = QStringLiteral("n%1").arg(rows.size() + 1);
    row.info.version = QStringLiteral("0.1.0");
    row.info.startedAtMs = 1'600'000'000'000;
    row.state = state;
    row.leaseLeftMs = 8'000;
    row.figures.atMs = 1'700'000'000'000;
    rows.push_back(row);
  }
  m_node->setNodes(rows);
  m_node->figures().draining = true;
  m_node->figures().acceptPaused = true;
  m_window = makeWindow(true);
  settle();
  showAllPages(*m_window);
  verifyChinese(*m_window);
  m_node->figures().busUp = false;
  settle();
  verifyChinese(*m_window);
  m_node->setState(node::NodeControl::State::Lost);
  settle();
  verifyChinese(*m_window);
}

QTEST_MAIN(UiLanguageTest)
#include "tst_ui_language.moc"
