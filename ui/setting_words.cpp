#include "ui/setting_words.h"

#include <QCoreApplication>
#include <QStringList>

#include "server/base/duration.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

QString fromView(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString tr(const char* text) { return QCoreApplication::translate("lk::ui", text); }

// The table's own words: resources/i18n/update.py reads them out of it.
QString ofTable(const QByteArray& text) {
  return QCoreApplication::translate("lk::ui::SettingsEditor", text.constData());
}

QString duration(std::int64_t ms) { return QString::fromStdString(formatDuration(std::chrono::milliseconds{ms})); }

}  // namespace

QString settingTitle(const SettingsField& field) {
  if (field.key == "id") return ofTable("Id");
  if (field.key == "io-threads") return ofTable("I/O threads");
  if (field.key == "url") return ofTable("URL");
  QString title = fromView(field.key).replace(QLatin1Char('-'), QLatin1Char(' '));
  title.front() = title.front().toUpper();
  return ofTable(title.toUtf8());
}

QString settingHelp(const SettingsField& field) { return ofTable(QByteArray(std::string(field.help).c_str())); }

QString settingForm(const SettingsField& field) {
  using Form = SettingsField::Form;
  switch (field.form) {
    case Form::Text: return tr("%1 to %2 characters").arg(field.min).arg(field.max);
    case Form::NodeId: return tr("1 to 64 of A-Z a-z 0-9 . _ : -, or empty");
    case Form::Address: return tr("ADDR:PORT, as 127.0.0.1:9100 is, or empty");
    case Form::AddressList: return tr("ADDR:PORT, or several with commas between, as 0.0.0.0:7600 is");
    case Form::NetworkList:
      return tr(
          "addresses or networks with commas between, as 10.0.0.7, 10.1.0.0/16 or fd00::/8 are, with no bits set "
          "behind the prefix");
    case Form::RedisUrl: return tr("redis://HOST:PORT, rediss://…, redis+cluster://…, redis+sentinel://…, or empty");
    case Form::FilePath: return tr("the path of a file, or empty");
    case Form::Count: return tr("a whole number from %1 to %2").arg(field.min).arg(field.max);
    case Form::Bytes: return tr("a whole number of bytes from %1 to %2").arg(field.min).arg(field.max);
    case Form::Duration:
      return tr("a duration from %1 to %2, with ms, s, m or h").arg(duration(field.min), duration(field.max));
    case Form::Choice: {
      QStringList choices;
      for (const QString& choice : fromView(field.choices).split(QLatin1Char('|'))) {
        choices.push_back(settingChoice(choice));
      }
      return tr("one of %1").arg(words::listed(choices));
    }
  }
  return {};
}

QString settingValue(const SettingsField& field, const std::string& text) {
  const QString value = QString::fromStdString(text);
  return field.form == SettingsField::Form::Choice ? settingChoice(value) : value;
}

// A language is called as it calls itself.
QString settingChoice(const QString& choice) {
  if (choice == QLatin1StringView("en")) return QStringLiteral("English");
  if (choice == QLatin1StringView("zh_CN")) return QString::fromUtf8("简体中文");
  return ofTable(choice.toUtf8());
}

}  // namespace lk::ui
