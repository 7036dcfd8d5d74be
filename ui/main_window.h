#pragma once

#include <QMainWindow>
#include <QTimer>
#include <memory>

#include "ui/command_palette.h"
#include "ui/console_context.h"
#include "ui/window_actions.h"

class QLabel;
class QStackedWidget;

namespace lk::ui {

class BannerBar;
class CommandsPage;
class ConsolePage;
class DevicesPage;
class DiagnosePage;
class OverviewPage;
class Attention;
class ConnectionList;
class TroubleBanners;

// The console's window. Closing it asks only when devices of an own node, other than demo ones, are connected; then it
// hides and says quitAccepted(), and whoever composes the program drains the node and quits.
class MainWindow final : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(const ConsoleParts& parts, QWidget* parent = nullptr);
  ~MainWindow() override;

  // In the rail's order, which is that of Ctrl+1 …
  enum Page { Overview, Devices, Commands, Nodes, Setup, Events, Diagnose };
  void showPage(Page page);
  // Shown, not minimised, and before the others.
  void bringToFront();
  // As Quit does: asks if devices are lost.
  void quit();

 Q_SIGNALS:
  void quitAccepted();

 protected:
  void closeEvent(QCloseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Entry {
    ConsolePage* page;
    QString title;  // with its mnemonic
  };

  void connectActions();
  void makePages();
  // title: with its mnemonic, for menu and rail. The next place of the rail has to be `place`.
  void addPage(Page place, const QString& name, const QString& title, ConsolePage* page);
  void arrange();
  void makeMenus();
  [[nodiscard]] QWidget* makeRail();
  void makeStatusBar();
  void connectParts();

  void take(const node::Snapshot& snapshot);
  void showLink();
  void showStatus(const node::Snapshot& snapshot);
  void prepareCommand();
  void showDemo();
  void toggleDemo();
  void applyTheme();
  void chooseTheme(const QString& name);
  void applyLanguage();
  void chooseLanguage(const QString& name);
  void retranslateAll();
  void refreshLook();
  void focusFilter();
  void openSettings(std::string_view section = {});
  void openAbout();
  void openPalette();
  void openShortcuts();
  void openConnections();
  void switchReadOnly(bool readOnly);
  // Every action of the menus, with the menu's title.
  [[nodiscard]] QList<CommandPalette::Entry> menuEntries() const;
  void showDevice(const QString& device);
  void prepareFor(const QStringList& devices);
  void makeConnections();
  void nameWindow();
  void makeTray();
  void tellThatItGoesOn();
  void notifyPerson(const QString& title, const QString& text);
  void askAndQuit(int devices, const QStringList& unfinished);
  void say(const QString& text);
  void complain(const QString& text);
  void acceptQuit();
  void restoreState();
  void rememberState();
  void diagnose(const QString& device);
  void showSetupProblems(int problems, const QString& first);
  [[nodiscard]] int devicesToLose() const;
  [[nodiscard]] QStringList unfinished() const;

  std::unique_ptr<ConsoleContext> m_context;
  WindowActions m_actions;
  QList<Entry> m_pages;
  BannerBar* m_banners = nullptr;
  std::unique_ptr<TroubleBanners> m_troubles;
  QStackedWidget* m_stack = nullptr;
  OverviewPage* m_overview = nullptr;
  DevicesPage* m_devices = nullptr;
  CommandsPage* m_commands = nullptr;
  DiagnosePage* m_diagnose = nullptr;
  QLabel* m_logo = nullptr;
  QLabel* m_linkLabel = nullptr;
  QLabel* m_listenLabel = nullptr;
  QLabel* m_busLabel = nullptr;
  QLabel* m_sessionsLabel = nullptr;
  QTimer m_remember;
  Attention* m_attention = nullptr;
  std::unique_ptr<ConnectionList> m_connections;
  QLabel* m_connectionLabel = nullptr;
  bool m_wantsToQuit = false;  // by more than closing the window
  bool m_isQuitting = false;
};

}  // namespace lk::ui
