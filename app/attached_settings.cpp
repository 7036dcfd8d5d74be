#include "app/attached_settings.h"

namespace lk::app {

namespace {

constexpr std::string Settings::*kOfConnection[] = {&Settings::redisUrl, &Settings::redisPrefix,
                                                    &Settings::redisPasswordFile, &Settings::redisCaFile};

}  // namespace

Settings settingsOf(const ui::Connection& connection, const Settings& own) {
  Settings settings = own;
  const bool isFile = connection.secret == ui::Connection::Secret::File;
  settings.redisUrl = connection.redisUrl.toStdString();
  settings.redisPrefix = connection.redisPrefix.toStdString();
  settings.redisPasswordFile = isFile ? connection.secretFile.toStdString() : std::string();
  settings.redisCaFile = connection.caFile.toStdString();
  return settings;
}

AttachedSettings::AttachedSettings(ui::SettingsStore& own, ui::Connection connection)
    : m_own(own), m_connection(std::move(connection)) {
  connect(&m_own, &ui::SettingsStore::changed, this, &ui::SettingsStore::changed);
}

Settings AttachedSettings::current() const { return settingsOf(m_connection, m_own.current()); }

Result<void> AttachedSettings::save(const Settings& settings) {
  Settings toSave = settings;
  const Settings own = m_own.current();
  for (const auto member : kOfConnection) toSave.*member = own.*member;
  return m_own.save(toSave);
}

bool AttachedSettings::overridden(const SettingsField& field) const {
  const auto* text = std::get_if<std::string Settings::*>(&field.member);
  for (const auto member : kOfConnection) {
    if (text != nullptr && *text == member) return true;
  }
  return m_own.overridden(field);
}

}  // namespace lk::app
