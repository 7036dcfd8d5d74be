#pragma once

#include <QDialog>

#include "ui/settings_store.h"

class QLabel;
class QPushButton;
class QTabWidget;

namespace lk::ui {

class SettingsEditor;

// All settings, made from the same table as the file and the flags.
class SettingsDialog final : public QDialog {
  Q_OBJECT

 public:
  explicit SettingsDialog(SettingsStore& store, QWidget* parent = nullptr);

  // As the settings' file names it: "redis".
  void showSection(std::string_view section);

 Q_SIGNALS:
  void said(const QString& text);

 private:
  void addSection(const QString& name, const QList<const SettingsField*>& fields);
  [[nodiscard]] Settings edited() const;
  void check();
  void save();

  SettingsStore& m_store;
  Settings m_before;
  QTabWidget* m_tabs;
  QLabel* m_problem;
  QPushButton* m_save;
  QList<SettingsEditor*> m_editors;
};

}  // namespace lk::ui
