#include "ui/window_actions.h"

#include <QCoreApplication>
#include <QWidget>
#include <array>

#include "ui/parts.h"
#include "ui/theme.h"

namespace lk::ui {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("lk::ui::WindowActions", text); }

}  // namespace

WindowActions::WindowActions(QWidget& of)
    : window(of), pages(new QActionGroup(&of)), themes(new QActionGroup(&of)), languages(new QActionGroup(&of)) {
  demo = make(QStringLiteral("demo"), tr("Run &demo devices"), tr("Start simulated devices on this node"),
              QKeySequence(Qt::CTRL | Qt::Key_D));
  demo->setCheckable(true);
  parts::markChanging(demo);
  send = make(QStringLiteral("newCommand"), tr("&New command"), tr("Open the command form"),
              QKeySequence(Qt::CTRL | Qt::Key_N));
  send->setIconText(tr("Send a command"));
  allEvents = make(QStringLiteral("allEvents"), tr("All events"), tr("Open the events"));
  allNodes = make(QStringLiteral("allNodes"), tr("Show nodes"), tr("Open the nodes"));
  openSetup = make(QStringLiteral("openSetup"), tr("Show setup"), tr("Open the setup, where it is mended"));
  refresh = make(QStringLiteral("refresh"), tr("&Refresh"), tr("Ask the node for everything anew, and sort again"),
                 QKeySequence(Qt::Key_F5));
  filter = make(QStringLiteral("filter"), tr("&Filter"), tr("Go to the filter of this page"), QKeySequence::Find);
  settings = make(QStringLiteral("settings"), tr("&Settings…"), tr("Open the settings"),
                  QKeySequence(Qt::CTRL | Qt::Key_Comma));
  settings->setIconText(tr("Settings"));
  redisSettings = make(QStringLiteral("redisSettings"), tr("Settings of Redis"),
                       tr("Open the settings at those that say how Redis is reached"));
  palette = make(QStringLiteral("palette"), tr("&Find an action…"),
                 tr("Type what you look for: an action, a page, or a device"), QKeySequence(Qt::CTRL | Qt::Key_K));
  connections = make(QStringLiteral("connections"), tr("&Connections…"),
                     tr("Attach this console to another node or cluster"), QKeySequence(Qt::CTRL | Qt::Key_O));
  readOnly = make(QStringLiteral("readOnly"), tr("&Read-only"),
                  tr("See everything, and change nothing at nodes, devices and this machine's setup"));
  readOnly->setCheckable(true);
  toTray = make(QStringLiteral("toTray"), tr("Keep running in the &tray when closed"),
                tr("Closing the window leaves the program in the tray; Quit ends it"));
  toTray->setCheckable(true);
  notify = make(QStringLiteral("notify"), tr("&Notify when somebody is needed"),
                tr("Say it on the desktop when Redis is away, a lease is lost or a check finds a problem"));
  notify->setCheckable(true);
  shortcuts = make(QStringLiteral("shortcuts"), tr("&Keyboard shortcuts"), tr("List every key of this window"),
                   QKeySequence(Qt::Key_F1));
  quit = make(QStringLiteral("quit"), tr("&Quit"), tr("Send the devices away and quit"),
              QKeySequence(Qt::CTRL | Qt::Key_Q));
  about = make(QStringLiteral("about"), tr("&About Linekeeper"), tr("Version and licence"));

  const std::array<std::pair<QString, QString>, 3> looks = {{{QStringLiteral("system"), tr("As the &system")},
                                                             {QStringLiteral("light"), tr("&Light")},
                                                             {QStringLiteral("dark"), tr("&Dark")}}};
  for (const auto& [name, text] : looks) {
    QAction* action = make(QStringLiteral("theme-") + name, text, tr("Change the look of the window"));
    action->setCheckable(true);
    action->setData(name);
    themes->addAction(action);
  }
  // A language is called as it calls itself, so that who can't read this one finds it.
  const std::array<std::pair<QString, QString>, 3> tongues = {
      {{QStringLiteral("system"), tr("As the &system")},
       {QStringLiteral("en"), QStringLiteral("&English")},
       {QStringLiteral("zh_CN"), QString::fromUtf8("简体中文")}}};
  for (const auto& [name, text] : tongues) {
    QAction* action = make(QStringLiteral("language-") + name, text, tr("Change the language of the window"));
    action->setCheckable(true);
    action->setData(name);
    languages->addAction(action);
  }
}

QAction* WindowActions::make(const QString& name, const QString& text, const QString& tip,
                             const QKeySequence& shortcut) {
  auto* action = new QAction(text, &window);
  action->setObjectName(name);
  parts::describe(action, tip, shortcut);
  return action;
}

QAction* WindowActions::addPage(const QString& name, const QString& title) {
  const int place = static_cast<int>(pages->actions().size());
  QAction* action = make(name, {}, {}, QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + place)));
  action->setCheckable(true);
  action->setData(place);
  pages->addAction(action);
  namePage(place, title);
  return action;
}

void WindowActions::namePage(int place, const QString& title) {
  QAction* action = pages->actions().at(place);
  const QString plain = parts::withoutMnemonic(title);
  action->setText(plain);
  parts::describe(action, tr("Go to %1").arg(plain), action->shortcut());
}

void WindowActions::checkLanguage(const QString& chosen) {
  const QList<QAction*> tongues = languages->actions();
  for (QAction* action : tongues) action->setChecked(action->data().toString() == chosen);
}

void WindowActions::refreshIcons(const Theme& theme) {
  const QList<QAction*> rail = pages->actions();
  for (QAction* action : rail) action->setIcon(theme.icon(action->objectName()));
  settings->setIcon(theme.icon(QStringLiteral("settings")));
  redisSettings->setIcon(theme.icon(QStringLiteral("settings")));
  refresh->setIcon(theme.icon(QStringLiteral("refresh")));
  filter->setIcon(theme.icon(QStringLiteral("search")));
  quit->setIcon(theme.icon(QStringLiteral("quit")));
  palette->setIcon(theme.icon(QStringLiteral("search")));
  connections->setIcon(theme.icon(QStringLiteral("nodes")));
  shortcuts->setIcon(theme.icon(QStringLiteral("info")));
  about->setIcon(theme.icon(QStringLiteral("info")));
  send->setIcon(theme.icon(QStringLiteral("commands")));
  allNodes->setIcon(theme.icon(QStringLiteral("nodes")));
  openSetup->setIcon(theme.icon(QStringLiteral("setup")));
  demo->setIcon(theme.icon(demo->isChecked() ? QStringLiteral("stop") : QStringLiteral("play")));
  const QList<QAction*> looks = themes->actions();
  for (QAction* action : looks) action->setChecked(action->data().toString() == theme.chosen());
}

}  // namespace lk::ui
