#include "packaging/linux/words/texts.h"
#include "server/base/settings_value.h"

namespace lk::packaging {

QString settingsSample() {
  std::string text =
      "# Settings of Linekeeper. Each stands here with its default; take the # away from what you change.\n"
      "# \"linekeeper --check-config --config FILE\" says what is wrong, with its line. A running node takes what it\n"
      "# can on SIGHUP (systemctl reload linekeeper), the rest at its next start.\n";
  std::string_view shown;
  for (const SettingsField& field : settingsFields()) {
    if (field.section != shown) text += "\n[" + std::string(field.section) + "]\n";
    shown = field.section;
    const std::string standard = fieldText(Settings{}, field);
    text += "# " + std::string(field.help) + "; " + fieldForm(field) + (field.reloadable ? "" : "; at the next start") +
            ".\n#" + std::string(field.key) + " =" + (standard.empty() ? "" : " " + standard) + "\n";
  }
  return QString::fromStdString(text);
}

}  // namespace lk::packaging
