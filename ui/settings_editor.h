#pragma once

#include <QWidget>

#include "server/base/settings.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace lk::ui {

// One row of the settings' table as a form row: editor, help, what is wrong with it, and back to its default.
class SettingsEditor final : public QWidget {
  Q_OBJECT

 public:
  SettingsEditor(const SettingsField& field, const Settings& settings, bool overridden, QWidget* parent = nullptr);

  [[nodiscard]] const SettingsField& field() const { return m_field; }
  [[nodiscard]] QString text() const;
  // Empty: the value is good.
  [[nodiscard]] const QString& problem() const { return m_problem; }
  // Puts the value in, if it is good.
  void applyTo(Settings& settings) const;

 Q_SIGNALS:
  void changed();

 private:
  void makeEditor(const Settings& settings);
  void check();
  void setText(const QString& text);

  const SettingsField& m_field;
  bool m_overridden;
  QLineEdit* m_line = nullptr;  // all but choices
  QComboBox* m_choice = nullptr;
  QPushButton* m_reset;
  QLabel* m_note;
  QString m_problem;
};

}  // namespace lk::ui
