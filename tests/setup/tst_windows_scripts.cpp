// What is asked of PowerShell and run in it for the firewall: whatever stands in a path or a rule, it is read as meant.
#include <QByteArray>
#include <QTest>

#include "server/setup/powershell.h"
#include "server/setup/windows_firewall.h"
#include "tests/setup/fix_complaints.h"
#include "tests/setup/powershell_grammar.h"

using namespace lk;
using namespace lk::setup;
using lk::test::complaintOfPowershell;
using lk::test::complaintsOf;
using lk::test::readByPowershell;

namespace {

std::string decoded(const std::string& base64) {
  const QByteArray bytes = QByteArray::fromBase64(QByteArray::fromStdString(base64));
  QString text;
  for (qsizetype i = 0; i + 1 < bytes.size(); i += 2) {
    text += QChar(
        static_cast<char16_t>(static_cast<unsigned char>(bytes[i]) | static_cast<unsigned char>(bytes[i + 1]) << 8));
  }
  return text.toStdString();
}

const QStringList kNastyPaths{QStringLiteral("C:\\nginx\\nginx.exe"),
                              QStringLiteral("C:\\Program Files (x86)\\n'ginx\\nginx.exe"),
                              QStringLiteral("D:\\网关 (生产)\\nginx.exe"),
                              QStringLiteral("C:\\$env:x\\$(calc)\\`n\\nginx.exe"),
                              QStringLiteral("C:\\it\u2019s \u201Cquoted\u201D \u2018so\u201A\u201B\\nginx.exe"),
                              QStringLiteral("C:\\a; Remove-Item -Recurse 'C:\\'; #\\{x}\\@(y)\\[0]*?\\nginx.exe"),
                              QStringLiteral("C:\\\u2019; calc; \u2019\\nginx.exe"),
                              QStringLiteral("\\\\server\\share%PATH%\\a & b | c > d\\nginx.exe"),
                              QStringLiteral("C:\\tr\u00e4ger \u2013dash\\\U0001F600\\nginx.exe"),
                              QStringLiteral("C:\\\"quoted\"\\nginx.exe")};

}  // namespace

class WindowsScripts : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void quotesKeepEveryPathWhole_data() {
    QTest::addColumn<QString>("path");
    for (const QString& path : kNastyPaths) QTest::newRow(qPrintable(path)) << path;
    QTest::newRow("nothing") << QString();
  }
  void quotesKeepEveryPathWhole() {
    QFETCH(QString, path);
    QCOMPARE(readByPowershell(powershellQuoted(path.toStdString())), path.toStdString());
  }

  void everyCommandParses_data() { quotesKeepEveryPathWhole_data(); }
  void everyCommandParses() {
    QFETCH(QString, path);
    const std::string nasty = path.toStdString();
    for (const CommandLine& command :
         {askWindowsNetworks(), askWindowsProfiles(), askFirewallProducts(), askWindowsRules({nasty, "nginx.exe"}),
          askWindowsListeners({}, {nasty}), askWindowsListeners({7600, 7601}, {"nginx", nasty, "PORTS"})}) {
      QCOMPARE(complaintOfPowershell(command.arguments.back()), std::string());
      QCOMPARE(command.arguments.at(0), std::string("-NoProfile"));
      if (nasty.find('"') == std::string::npos) QVERIFY(command.arguments.back().find('"') == std::string::npos);
    }
    WindowsRule rule;
    rule.name = "TCP Query User{1}" + nasty;
    rule.displayName = nasty;
    rule.description = nasty + "'";
    rule.group = nasty;
    rule.program = nasty;
    rule.path = nasty;
    rule.action = WindowsRule::Action::Block;
    rule.protocol = "TCP";
    rule.localPorts = {"7600", "8000-8100"};
    rule.remoteAddresses = {"LocalSubnet", "10.0.0.0/255.0.0.0"};
    rule.localAddresses = {"10.0.0.1"};
    rule.interfaceType = "Wired";
    rule.edgeTraversal = "DeferToUser";
    for (const unsigned profiles : {kPrivate, kPublic, kPrivate | kPublic, kAnyProfile}) {
      const Fix fix = allowOnWindows({nasty, nasty, {7600, 7601}}, profiles, {&rule, &rule});
      QVERIFY(fix.action);
      QCOMPARE(complaintsOf(fix), QStringList());
      QCOMPARE(complaintsOf(allowOnWindows({"nginx", nasty, {7600}}, profiles, {})), QStringList());
    }
  }

  void theGrammarIsNotBlind_data() {
    QTest::addColumn<QString>("script");
    const char* const kBad[] = {"",
                                "Get-Process 'it's'",
                                "Get-Item -LiteralPath 'a",
                                "Get-Item -LiteralPath \"a\"",
                                "Get-Item -LiteralPath",
                                "Get-Item -Path 'a'",
                                "Get-Item 'a'",
                                "Get-Items -LiteralPath 'a'",
                                "$a = @(1",
                                "$a = 1)",
                                "if ($a { $b }",
                                "if ($a) $b",
                                "Get-Process | | Out-Null",
                                "Get-Process | 'a'",
                                "$a -like 'b'",
                                "$a -eq",
                                "# nothing",
                                "$a = `n",
                                "'a' 'b'",
                                "Get-Item -LiteralPath 'a' & calc",
                                "@{ a 'b' }",
                                "{ $a )",
                                "$a = $b > 'c'",
                                "New-NetFirewallRule -Name 'a' -Name 'b'",
                                "Get-Item -LiteralPath 'a',",
                                "Get-Item -LiteralPath ‘it’s’",
                                "Get-Item –LiteralPath 'a'",
                                "Get-Item -LiteralPath 'a’; calc; '"};
    for (const char* script : kBad) QTest::newRow(script) << QString::fromUtf8(script);
  }
  void theGrammarIsNotBlind() {
    QFETCH(QString, script);
    QVERIFY(!complaintOfPowershell(script.toStdString()).empty());
  }

  void elevationIsAskedByWindowsWhenItIsRun() {
    const CommandLine plain = powershellCommand("Get-Process | Out-Null");
    const CommandLine elevated = elevatedCommand(plain);
    QCOMPARE(elevated.program, std::string("powershell.exe"));
    const std::string script = powershellScript(elevated);
    QVERIFY(script.find("-Verb RunAs") != std::string::npos);
    QVERIFY(script.find("-Wait -PassThru") != std::string::npos);
    QVERIFY(script.find("exit 1223") != std::string::npos);  // declined
    const std::string before = "'-EncodedCommand','";
    const std::size_t begin = script.find(before) + before.size();
    QCOMPARE(decoded(script.substr(begin, script.find('\'', begin) - begin)), plain.arguments.back());
    QCOMPARE(elevatedCommand({"ufw", {"allow"}}), (CommandLine{"ufw", {"allow"}}));
    QCOMPARE(decoded(powershellEncoded("网关 \xF0\x9F\x98\x80 'a'")), std::string("网关 \xF0\x9F\x98\x80 'a'"));
  }
};

QTEST_GUILESS_MAIN(WindowsScripts)
#include "tst_windows_scripts.moc"
