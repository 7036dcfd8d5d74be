// What the firewall check says of a Windows machine, from recordings of what PowerShell answers there, on English and
// on Chinese systems; and the commands that mend it.
#include <QByteArray>
#include <QFile>
#include <QTest>

#include "server/setup/areas.h"
#include "server/setup/firewall_look.h"
#include "server/setup/powershell.h"
#include "server/setup/windows_firewall.h"
#include "tests/setup/fix_complaints.h"
#include "tests/setup/recorded_system.h"

using namespace lk;
using namespace lk::setup;
using lk::test::complaintsOf;
using lk::test::RecordedSystem;

namespace {

std::string recording(const QString& name) {
  QFile file(QStringLiteral(LK_RECORDINGS "/windows/") + name + QStringLiteral(".json"));
  if (!file.open(QIODevice::ReadOnly)) qFatal("no recording %s", qPrintable(file.fileName()));
  return file.readAll().toStdString();
}

QStringList verdicts(const std::vector<Finding>& findings) {
  QStringList all;
  for (const Finding& finding : findings) {
    const std::string_view grade = toText(finding.grade);
    all << QString::fromLatin1(grade.data(), static_cast<qsizetype>(grade.size())) + QLatin1Char(' ') +
               QString::fromStdString(finding.id);
  }
  all.sort();
  return all;
}

}  // namespace

class WindowsFirewallTest : public QObject {
  Q_OBJECT

 private:
  SystemClock m_clock;

  static void recordAll(RecordedSystem& system, const QString& language, const QString& networks,
                        const QString& profiles, const QString& rules, const QString& products) {
    const auto ran = [&language](const QString& name) {
      return Ran{0, recording(language + QLatin1Char('/') + name), {}};
    };
    system.record(askWindowsListeners({}, {"nginx"}).shellText(), ran(QStringLiteral("listeners-nginx")));
    system.record(askWindowsNetworks().shellText(), ran(networks));
    system.record(askWindowsProfiles().shellText(), ran(profiles));
    system.record(askWindowsRules({"nginx.exe"}).shellText(), ran(rules));
    system.record(askFirewallProducts().shellText(), ran(products));
  }

 private Q_SLOTS:
  void everyDefectIsNamed_data() {
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("networks");
    QTest::addColumn<QString>("profiles");
    QTest::addColumn<QString>("rules");
    QTest::addColumn<QString>("products");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char* name, const char* language, const char* networks, const char* profiles,
                        const char* rules, const QStringList& expected, const char* products = "products-none") {
      QTest::newRow(qPrintable(QStringLiteral("%1: %2").arg(QLatin1StringView(language), QLatin1StringView(name))))
          << QString::fromLatin1(language) << QString::fromLatin1(networks) << QString::fromLatin1(profiles)
          << QString::fromLatin1(rules) << QString::fromLatin1(products) << expected;
    };
    const QString good = QStringLiteral("good firewall.allowed");
    const QString leftover = QStringLiteral("problem firewall.leftover-block");
    const QString later = QStringLiteral("warning firewall.blocked-on-other-networks");
    const auto problem = [](const char* what) { return QStringLiteral("problem firewall.") + QLatin1StringView(what); };
    const auto warning = [](const char* what) { return QStringLiteral("warning firewall.") + QLatin1StringView(what); };

    for (const char* language : {"en", "zh"}) {
      row("allowed", language, "networks-private", "profiles", "rules-allowed", {good});
      row("allowed on both kinds of network", language, "networks-both", "profiles", "rules-allowed", {good});
      row("a declined prompt's pair on private", language, "networks-private", "profiles", "rules-leftover-private",
          {leftover});
      row("a declined prompt's pair on public", language, "networks-public", "profiles", "rules-leftover-public",
          {leftover});
      row("a declined prompt's pair on both", language, "networks-both", "profiles", "rules-leftover-both", {leftover});
      row("a declined prompt's pair where the machine is not now", language, "networks-private", "profiles",
          "rules-leftover-public", {problem("no-rule"), later});
      row("blocked on private", language, "networks-private", "profiles", "rules-block-private",
          {problem("blocked-on-private")});
      row("moved to another folder", language, "networks-private", "profiles", "rules-moved", {problem("moved-path")});
      row("no rule", language, "networks-private", "profiles", "rules-none", {problem("no-rule")});
      row("no network, so public counts", language, "networks-none", "profiles", "rules-leftover-public", {leftover});
      row("local rules not merged", language, "networks-private", "profiles-no-merge", "rules-allowed",
          {problem("local-rules-ignored")});
      row("firewall off", language, "networks-private", "profiles-off", "rules-leftover-private",
          {good, warning("off")});
      row("a firewall of another maker", language, "networks-private", "profiles", "rules-allowed",
          {good, warning("third-party")}, "products-other");
      row("filters withheld, read from the registry", language, "networks-private", "profiles", "rules-withheld-stored",
          {leftover});
    }
    row("truth values for enums", "zh", "networks-private", "profiles-truth", "rules-allowed", {good});
    row("a firewall of another maker that is off", "en", "networks-private", "profiles", "rules-allowed", {good},
        "products-other-off");
    row("not configured is as Windows comes", "en", "networks-private", "profiles-not-configured", "rules-none",
        {problem("no-rule")});
    row("allowed for any program at the port", "en", "networks-private", "profiles", "rules-allowed-any-program",
        {good});
    row("allowed, the path in other letters", "en", "networks-public", "profiles", "rules-allowed-upper-case", {good});
    row("blocked on public", "en", "networks-public", "profiles", "rules-block-public", {problem("blocked-on-public")});
    row("blocked on public, which it is not on", "en", "networks-private", "profiles", "rules-block-public",
        {good, later});
    row("blocked on both", "en", "networks-both", "profiles", "rules-block-both", {problem("blocked"), later});
    row("blocked on domain networks", "en", "networks-domain", "profiles", "rules-block-domain",
        {problem("blocked-on-domain")});
    row("the port blocked for any program", "en", "networks-private", "profiles", "rules-block-any-program",
        {problem("blocked-on-private"), later});
    row("only UDP blocked", "en", "networks-private", "profiles", "rules-block-udp", {good});
    row("a disabled block rule", "en", "networks-private", "profiles", "rules-block-disabled", {good});
    row("one address blocked", "en", "networks-private", "profiles", "rules-block-some", {warning("some-addresses")});
    row("allowed on another profile", "en", "networks-private", "profiles", "rules-other-profile",
        {problem("allowed-on-other-profile")});
    row("allowed at another port", "en", "networks-private", "profiles", "rules-other-port",
        {problem("allowed-at-other-port")});
    row("the allow rule disabled", "en", "networks-private", "profiles", "rules-disabled",
        {problem("allow-rule-disabled")});
    row("allowed for some addresses", "en", "networks-private", "profiles", "rules-some-addresses",
        {warning("some-addresses")});
    row("bypass is stronger than block", "en", "networks-private", "profiles", "rules-bypass",
        {warning("authenticated-only")});
    row("bypass by its own action", "en", "networks-private", "profiles", "rules-bypass-word",
        {warning("authenticated-only")});
    row("blocked by group policy", "en", "networks-domain", "profiles", "rules-policy-block",
        {problem("blocked-by-group-policy")});
    row("allowed by group policy, local rules not merged", "en", "networks-private", "profiles-no-merge",
        "rules-policy-allow", {good});
    row("a local block does not count when not merged", "en", "networks-private", "profiles-no-merge",
        "rules-leftover-both", {problem("local-rules-ignored")});
    row("rules for services are not for programs", "en", "networks-private", "profiles", "rules-other-service",
        {problem("no-rule")});
    row("everything inbound blocked", "en", "networks-public", "profiles-all-blocked", "rules-allowed",
        {problem("all-inbound-blocked")});
    row("allowed by default", "en", "networks-private", "profiles-default-allow", "rules-none", {good});
    row("filters withheld", "en", "networks-private", "profiles", "rules-withheld",
        {QStringLiteral("unknown firewall.filters-withheld")});
    row("an allow rule read from the registry", "en", "networks-private", "profiles", "rules-withheld-stored-allow",
        {good});
    row("a narrow rule read from the registry", "en", "networks-private", "profiles", "rules-withheld-stored-narrow",
        {warning("some-addresses")});
  }
  void everyDefectIsNamed() {
    QFETCH(QString, language);
    QFETCH(QString, networks);
    QFETCH(QString, profiles);
    QFETCH(QString, rules);
    QFETCH(QString, products);
    QFETCH(QStringList, expected);
    RecordedSystem system(System::Kind::Windows);
    recordAll(system, language, networks, profiles, rules, products);
    const std::vector<Finding> findings = lookAtWindowsFirewall(system, {}, Patience(m_clock, std::chrono::minutes(1)));
    expected.sort();
    QCOMPARE(verdicts(findings), expected);
    for (const Finding& finding : findings) {
      QVERIFY2(!finding.title.empty() && !finding.evidence.empty(), finding.id.c_str());
      QCOMPARE(finding.why.empty(), finding.grade == Grade::Good);
      QCOMPARE(finding.fix.has_value(), finding.grade != Grade::Good);
      if (finding.fix) QCOMPARE(complaintsOf(*finding.fix), QStringList());
    }
  }

  void thePairIsDeletedBeforeNginxIsAllowed() {
    RecordedSystem system(System::Kind::Windows);
    recordAll(system, QStringLiteral("zh"), QStringLiteral("networks-private"), QStringLiteral("profiles"),
              QStringLiteral("rules-leftover-private"), QStringLiteral("products-none"));
    const std::vector<Finding> findings = lookAtWindowsFirewall(system, {}, Patience(m_clock, std::chrono::minutes(1)));
    QCOMPARE(findings.size(), std::size_t(1));
    const Fix& fix = *findings.front().fix;
    QVERIFY(fix.action && fix.action->elevated);
    const std::string script = powershellScript(fix.action->commands.at(0));
    const std::size_t removed = script.find("Remove-NetFirewallRule");
    const std::size_t made = script.find("New-NetFirewallRule");
    QVERIFY(removed != std::string::npos && made != std::string::npos && removed < made);
    for (const char* half : {"'TCP Query User{", "'UDP Query User{"}) QVERIFY2(script.find(half) < removed, half);
    for (const char* part : {"-Program 'D:\\网关 (生产)\\nginx-1.22.1\\nginx.exe'", "-Protocol TCP", "-LocalPort 7600",
                             "-Profile Private ", "-Direction Inbound", "-Action Allow"}) {
      QVERIFY2(script.find(part, made) != std::string::npos, part);
    }
    const std::string undo = powershellScript(fix.action->undo.at(0));
    const std::size_t own = undo.find("'Linekeeper-Allow-");
    QVERIFY(own < undo.find("Remove-NetFirewallRule"));
    QVERIFY(undo.find("Query User") > undo.find("Remove-NetFirewallRule"));  // not deleted, but made
    for (const char* part : {"-Name 'TCP Query User{", "-Name 'UDP Query User{", "-Action Block", "-Protocol 'TCP'",
                             "-Protocol 'UDP'", "-EdgeTraversalPolicy 'DeferToUser'", "-Profile Private "}) {
      QVERIFY2(undo.find(part) != std::string::npos, part);
    }
    // One command with all rights, and none before somebody agrees.
    QCOMPARE(fix.action->commands.size(), std::size_t(1));
    for (const std::string& ran : system.ran()) QVERIFY(ran.find("RunAs") == std::string::npos);
  }

  void theUndoRestoresARuleWithItsOwnParameters() {
    RecordedSystem system(System::Kind::Windows);
    recordAll(system, QStringLiteral("en"), QStringLiteral("networks-private"), QStringLiteral("profiles"),
              QStringLiteral("rules-block-private"), QStringLiteral("products-none"));
    const std::vector<Finding> findings = lookAtWindowsFirewall(system, {}, Patience(m_clock, std::chrono::minutes(1)));
    const std::string undo = powershellScript(findings.at(0).fix->action->undo.at(0));
    const std::string expected =
        "New-NetFirewallRule -Name '{0D9A2C2B-5A8D-4F0B-8B1A-2F1B0C9E4D10}' -DisplayName 'Bob''s block' -Description "
        "'Until the audit is over' -Enabled True -Direction Inbound -Profile Private -Action Block -Program "
        "'%SystemDrive%\\nginx\\nginx.exe' -Protocol 'TCP' -LocalPort '7600','8000-8100' | Out-Null";
    QVERIFY2(undo.ends_with("; " + expected), undo.c_str());
  }

  void aRuleThatCannotBePutBackIsNotDeletedByUs() {
    WindowsRule rule;
    rule.name = "{X}";
    rule.action = WindowsRule::Action::Block;
    rule.filtersKnown = false;
    const Fix fix = allowOnWindows({"nginx", "C:\\nginx\\nginx.exe", {7600}}, kPrivate, {&rule});
    QVERIFY(!fix.action);
    QCOMPARE(fix.commands.size(), std::size_t(2));
  }

  void bothProgramsAreLookedAt() {
    RecordedSystem system(System::Kind::Windows);
    recordAll(system, QStringLiteral("en"), QStringLiteral("networks-private"), QStringLiteral("profiles"),
              QStringLiteral("rules-none"), QStringLiteral("products-none"));
    system.record(askWindowsListeners({7601}, {"nginx"}).shellText(),
                  Ran{0, recording(QStringLiteral("en/listeners-both")), {}});
    system.record(askWindowsRules({"linekeeper.exe", "nginx.exe"}).shellText(),
                  Ran{0, recording(QStringLiteral("en/rules-both-programs")), {}});
    Surroundings around;
    around.settings.listen = {"0.0.0.0:7601", "127.0.0.1:7602"};
    const Checks checks = firewallChecks();
    const std::vector<Finding> findings = checks.at(0)->run(system, around, Patience(m_clock, std::chrono::minutes(1)));
    QCOMPARE(verdicts(findings),
             (QStringList{QStringLiteral("good firewall.allowed"), QStringLiteral("problem firewall.moved-path")}));
    QVERIFY(findings.at(0).title.plain().find("Linekeeper") != std::string::npos);
  }

  void aProgramWhosePathIsWithheldIsFoundByItsName() {
    RecordedSystem system(System::Kind::Windows);
    recordAll(system, QStringLiteral("en"), QStringLiteral("networks-private"), QStringLiteral("profiles"),
              QStringLiteral("rules-allowed"), QStringLiteral("products-none"));
    RecordedSystem nameless(System::Kind::Windows);
    for (RecordedSystem* one : {&system, &nameless}) {
      one->record(askWindowsListeners({7601}, {"nginx"}).shellText(),
                  Ran{0, recording(QStringLiteral("en/listeners-withheld")), {}});
    }
    recordAll(nameless, QStringLiteral("en"), QStringLiteral("networks-private"), QStringLiteral("profiles"),
              QStringLiteral("rules-none"), QStringLiteral("products-none"));
    nameless.record(askWindowsRules({}).shellText(), Ran{0, "[]", {}});
    system.program("nginx.exe", "C:\\nginx\\nginx.exe");
    const Patience patience(m_clock, std::chrono::minutes(1));
    const std::vector<ExposedPort> own{{"Linekeeper", {"0.0.0.0", 7601}}};
    QCOMPARE(
        verdicts(lookAtWindowsFirewall(system, own, patience)),
        (QStringList{QStringLiteral("good firewall.allowed"), QStringLiteral("unknown firewall.program-unknown")}));
    QCOMPARE(verdicts(lookAtWindowsFirewall(nameless, own, patience)),
             (QStringList{QStringLiteral("unknown firewall.program-unknown"),
                          QStringLiteral("unknown firewall.program-unknown")}));
  }

  void whatPowershellDoesNotSayIsUnknown_data() {
    QTest::addColumn<QByteArray>("out");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("an error in the system's language") << QByteArray() << 1;
    QTest::newRow("no JSON") << QByteArray("拒绝访问。") << 0;
    QTest::newRow("half of it") << QByteArray("[{\"Name\":\"x\",\"NetworkCat") << 0;
    QTest::newRow("an unknown enum") << QByteArray("[{\"Name\":\"x\",\"NetworkCategory\":\"Galactic\"}]") << 0;
    QTest::newRow("numbers for objects") << QByteArray("[1,2]") << 0;
    QTest::newRow("another code page") << QByteArray("[{\"Name\":\"\xcd\xf8\xc2\xe7\",\"NetworkCategory\":1}]") << 0;
  }
  void whatPowershellDoesNotSayIsUnknown() {
    QFETCH(QByteArray, out);
    QFETCH(int, exitCode);
    RecordedSystem system(System::Kind::Windows);
    system.record(askWindowsNetworks().shellText(), Ran{exitCode, out.toStdString(), "拒绝访问。"});
    recordAll(system, QStringLiteral("en"), QStringLiteral("networks-private"), QStringLiteral("profiles"),
              QStringLiteral("rules-allowed"), QStringLiteral("products-none"));
    const std::vector<Finding> findings = lookAtWindowsFirewall(system, {}, Patience(m_clock, std::chrono::minutes(1)));
    QCOMPARE(verdicts(findings), QStringList{QStringLiteral("unknown firewall.not-seen")});
  }
};

QTEST_GUILESS_MAIN(WindowsFirewallTest)
#include "tst_windows_firewall.moc"
