#pragma once

#include <QMainWindow>
#include <memory>

#include "ui/console_context.h"
#include "ui/english_plurals.h"

class QActionGroup;
class QLabel;
class QStackedWidget;

namespace lk::ui {

class BannerBar;
class CommandsPage;
class DevicesPage;
class EventsPage;
class OverviewPage;

// The console's window. Closing it asks only when devices of an own node, other than demo ones, are connected; then it
// hides and says quitAccepted(), and whoever composes the program drains the node and quits.
class MainWindow final : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(const ConsoleParts& parts, QWidget* parent = nullptr);
  ~MainWindow() override;

  enum Page { Overview, Devices, Commands, Events, kPages };
  void showPage(Page page);

 Q_SIGNALS:
  void quitAccepted();

 protected:
  void closeEvent(QCloseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QAction* makeAction(const QString& name, const QString& text, const QString& tip, const QKeySequence& shortcut = {});
  void makeActions();
  void makePageActions();
  void makeThemeActions();
  void makePages();
  void makeMenus();
  [[nodiscard]] QWidget* makeRail();
  void makeStatusBar();
  void connectParts();

  void take(const node::Snapshot& snapshot);
  void showLink();
  void showBanners(const node::Figures& figures);
  void banner(const QString& name, bool wanted, bool isProblem, const QString& text);
  void showDemo();
  void toggleDemo();
  void applyTheme();
  void chooseTheme(const QString& name);
  void refreshLook();
  void focusFilter();
  void openSettings();
  void openAbout();
  void say(const QString& text);
  void complain(const QString& text);
  void acceptQuit();
  [[nodiscard]] int devicesToLose() const;

  EnglishPlurals m_english;
  std::unique_ptr<ConsoleContext> m_context;
  QActionGroup* m_pageActions;
  QActionGroup* m_themeActions;
  QAction* m_demo = nullptr;
  QAction* m_send = nullptr;
  QAction* m_allEvents = nullptr;
  QAction* m_refresh = nullptr;
  QAction* m_filter = nullptr;
  QAction* m_settings = nullptr;
  QAction* m_quit = nullptr;
  QAction* m_about = nullptr;
  BannerBar* m_banners = nullptr;
  QStackedWidget* m_stack = nullptr;
  OverviewPage* m_overview = nullptr;
  DevicesPage* m_devices = nullptr;
  CommandsPage* m_commands = nullptr;
  EventsPage* m_events = nullptr;
  QLabel* m_logo = nullptr;
  QLabel* m_linkLabel = nullptr;
  QLabel* m_listenLabel = nullptr;
  QLabel* m_busLabel = nullptr;
  QLabel* m_sessionsLabel = nullptr;
  bool m_isQuitting = false;
};

}  // namespace lk::ui
