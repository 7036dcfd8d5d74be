#include "tests/setup/powershell_cmdlets.h"

namespace lk::test {

const std::map<QString, QStringList>& powershellCmdlets() {
  static const QStringList kFilter{QStringLiteral("PolicyStore:"), QStringLiteral("ErrorAction:")};
  static const auto list = [](const char* words) { return QString::fromLatin1(words).split(QLatin1Char(' ')); };
  static const std::map<QString, QStringList> kAll{
      {QStringLiteral("ConvertTo-Json"), list("InputObject: Compress Depth:")},
      {QStringLiteral("ForEach-Object"), list("Process:")},
      {QStringLiteral("Get-CimInstance"), list("Namespace: ClassName: Filter: ErrorAction:")},
      {QStringLiteral("Get-Date"), {}},
      {QStringLiteral("Get-Item"), list("LiteralPath: ErrorAction:")},
      {QStringLiteral("Get-NetConnectionProfile"), {}},
      {QStringLiteral("Get-NetFirewallAddressFilter"), kFilter},
      {QStringLiteral("Get-NetFirewallApplicationFilter"), kFilter},
      {QStringLiteral("Get-NetFirewallInterfaceTypeFilter"), kFilter},
      {QStringLiteral("Get-NetFirewallPortFilter"), kFilter},
      {QStringLiteral("Get-NetFirewallProfile"), kFilter},
      {QStringLiteral("Get-NetFirewallRule"), list("PolicyStore: Direction: ErrorAction:")},
      {QStringLiteral("Get-NetFirewallSecurityFilter"), kFilter},
      {QStringLiteral("Get-NetFirewallServiceFilter"), kFilter},
      {QStringLiteral("Get-NetIPAddress"), {}},
      {QStringLiteral("Get-NetTCPConnection"), list("State: LocalPort: ErrorAction:")},
      {QStringLiteral("Get-NetTCPSetting"), {}},
      {QStringLiteral("Get-Process"), {}},
      {QStringLiteral("Get-PSDrive"), list("PSProvider:")},
      {QStringLiteral("Join-Path"), list("Path: ChildPath:")},
      {QStringLiteral("New-NetFirewallRule"),
       list("Name: DisplayName: Description: Group: Enabled: Direction: Program: Protocol: LocalPort: RemoteAddress: "
            "LocalAddress: InterfaceType: EdgeTraversalPolicy: Profile: Action:")},
      {QStringLiteral("New-Object"), list("TypeName: ArgumentList:")},
      {QStringLiteral("Out-Null"), {}},
      {QStringLiteral("Remove-NetFirewallRule"), {}},
      {QStringLiteral("Select-Object"), list("Property: First:")},
      {QStringLiteral("Set-NetFirewallProfile"), list("Profile: AllowInboundRules: Enabled:")},
      {QStringLiteral("Start-Process"), list("FilePath: ArgumentList: Verb: WindowStyle: Wait PassThru")},
      {QStringLiteral("Where-Object"), list("FilterScript:")}};
  return kAll;
}

bool isPowershellOperator(const QString& dash) {
  static const QStringList kOperators{
      QStringLiteral("-eq"),    QStringLiteral("-and"),      QStringLiteral("-or"),
      QStringLiteral("-not"),   QStringLiteral("-contains"), QStringLiteral("-ccontains"),
      QStringLiteral("-split"), QStringLiteral("-in"),       QStringLiteral("-f")};
  return kOperators.contains(dash);
}

}  // namespace lk::test
