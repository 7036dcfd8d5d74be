#pragma once

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QObject>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <memory>

#include "clicks.h"
#include "fake_checks.h"
#include "fake_parts.h"
#include "requests.h"
#include "ui/banner_bar.h"
#include "ui/bulk_panel.h"
#include "ui/main_window.h"

namespace lk::ui::test {

// Each test has a window on a node in memory, at its page of commands.
class CommandsPageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

 protected:
  void open();
  [[nodiscard]] QTableView& table() { return *named<QTableView>(*m_window, "Commands"); }
  [[nodiscard]] QPushButton& sendButton() { return *m_window->findChild<QPushButton*>(q("sendButton")); }
  [[nodiscard]] QAction& action(const char* name) { return *m_window->findChild<QAction*>(QLatin1StringView(name)); }
  [[nodiscard]] QString status() { return named<QLabel>(*m_window, "State of the form")->text(); }
  [[nodiscard]] BulkPanel& panel() { return *m_window->findChild<BulkPanel*>(); }
  [[nodiscard]] QString counts() { return named<QLabel>(*m_window, "Counts for each state")->text(); }
  [[nodiscard]] QString banners() { return m_window->findChild<BannerBar*>()->texts().join(QLatin1Char('\n')); }
  [[nodiscard]] QDialog* dialog() { return qobject_cast<QDialog*>(QApplication::activeModalWidget()); }
  [[nodiscard]] bool says(const QString& text);
  void choose(const char* combo, const QString& text);
  void type(const char* field, const QString& text);
  void writePayload(const QString& text);
  void connectDevices(int count);
  // Clicks Send, and waits until the dry run has ended.
  void openDryRun();
  [[nodiscard]] QString write(const char* name, const QByteArray& bytes);

  QTemporaryDir m_folder;
  std::shared_ptr<HandClock> m_clock;  // null: the system's
  std::unique_ptr<FakeNodeControl> m_node;
  std::unique_ptr<FakeSettingsStore> m_settings;
  std::unique_ptr<MainWindow> m_window;
};

}  // namespace lk::ui::test
