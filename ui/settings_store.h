#pragma once

#include <QObject>
#include <QString>

#include "server/base/result.h"
#include "server/base/settings.h"

namespace lk::ui {

// The settings as the console reads and saves them. Whoever composes the program implements it.
class SettingsStore : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  // As they are in force: the file's values, under what flags set.
  [[nodiscard]] virtual Settings current() const = 0;
  // Writes the file, and gives a running node what it takes while it runs. Fields that a flag decides stay as they are.
  virtual Result<void> save(const Settings& settings) = 0;
  [[nodiscard]] virtual QString filePath() const = 0;
  // A flag decides the field, so the file does not.
  [[nodiscard]] virtual bool overridden(const SettingsField& field) const = 0;

 Q_SIGNALS:
  void changed();
};

}  // namespace lk::ui
