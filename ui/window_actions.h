#pragma once

#include <QAction>
#include <QActionGroup>

namespace lk::ui {

class Theme;

// What menus, rail and keys of the window do, apart from what is a page's own. The window connects them.
struct WindowActions {
  explicit WindowActions(QWidget& window);

  // The next page of the rail, with the next of Ctrl+1 … title: with its mnemonic.
  QAction* addPage(const QString& name, const QString& title);
  void namePage(int place, const QString& title);
  void refreshIcons(const Theme& theme);
  void checkLanguage(const QString& chosen);

  QWidget& window;
  QActionGroup* pages;
  QActionGroup* themes;     // data: the theme's name
  QActionGroup* languages;  // data: the language's name
  QAction* demo;
  QAction* send;
  QAction* allEvents;
  QAction* allNodes;
  QAction* openSetup;
  QAction* refresh;
  QAction* filter;
  QAction* settings;
  QAction* redisSettings;
  QAction* palette;
  QAction* connections;
  QAction* readOnly;
  QAction* toTray;
  QAction* notify;
  QAction* shortcuts;
  QAction* quit;
  QAction* about;

 private:
  QAction* make(const QString& name, const QString& text, const QString& tip, const QKeySequence& shortcut = {});
};

}  // namespace lk::ui
