#include "ui/commands_page.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QItemSelectionModel>
#include <QMessageBox>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "ui/bulk_panel.h"
#include "ui/command_form.h"
#include "ui/empty_state.h"
#include "ui/filter_edit.h"
#include "ui/parts.h"
#include "ui/retranslate.h"
#include "ui/shell_lines.h"
#include "ui/table_view.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

using namespace std::chrono_literals;

constexpr int kKeepEveryS = 5;  // seconds, while something changes
constexpr qint64 kLargestHistory = 64 * 1024 * 1024;

RedisPlace redisOf(const Settings& settings) {
  RedisPlace place;
  place.url = QString::fromStdString(settings.redisUrl);
  place.prefix = QString::fromStdString(settings.redisPrefix);
  place.passwordFile = QString::fromStdString(settings.redisPasswordFile);
  place.caFile = QString::fromStdString(settings.redisCaFile);
  return place;
}

}  // namespace

CommandsPage::CommandsPage(ConsoleContext& context, QWidget* parent)
    : ConsolePage(parent),
      m_context(context),
      m_templates(keptPath(QStringLiteral("templates"))),
      m_history(keptPath(QStringLiteral("commands"))),
      m_bulk(new BulkPanel(context.theme)),
      m_filter(new FilterEdit(context.theme, tr("Filter: any word of a row"), tr("Filter commands"))),
      m_count(parts::muted({})),
      m_table(new TableView(context.theme, tr("Commands"))),
      m_empty(new EmptyState),
      m_stack(new QStackedLayout) {
  m_table->setModel(&m_context.commands);
  m_table->setColumns({13, 14, 24, 20, 30, 13, 8, 15});
  makeActions();
  connectActions();
  arrange();
  connectParts();
  m_table->restore(m_context.state.get(), QStringLiteral("commands/columns-2"));
  refreshLook();
  followSelection();
  showCount();
  // What is wrong with the files is said when somebody listens.
  QMetaObject::invokeMethod(this, &CommandsPage::recall, Qt::QueuedConnection);
}

CommandsPage::~CommandsPage() {
  m_table->remember(m_context.state.get(), QStringLiteral("commands/columns-2"));
  keepHistory();
}

// Beside the window's state, and named after it.
QString CommandsPage::keptPath(const QString& what) const {
  if (m_context.parts.stateFile.isEmpty()) return {};
  const QFileInfo state(m_context.parts.stateFile);
  return QStringLiteral("%1/%2-%3.json").arg(state.absolutePath(), state.completeBaseName(), what);
}

void CommandsPage::recall() {
  if (const QString problem = m_templates.load(); !problem.isEmpty()) Q_EMIT failed(problem);
  const auto json = m_history.read(kLargestHistory);
  if (!json || !json->isEmpty()) {
    const auto records = json ? historyFromJson(*json) : Result<QList<CommandRecord>>(json.error());
    if (records) {
      m_context.commands.restore(*records);
    } else {
      Q_EMIT failed(tr("The history of commands can't be read: %1. The file was put aside as %2.")
                        .arg(QString::fromStdString(records.error().text), m_history.setAside()));
    }
  }
  // Its own node's memory ends with the program; that of a node elsewhere does not.
  m_context.commands.setInMemory(m_context.parts.demo != nullptr &&
                                 m_context.feed.control().info().bus == QLatin1StringView("memory"));
  m_second.start(1s);
}

void CommandsPage::keepHistory() {
  const quint64 revision = m_context.commands.revision();
  if (m_keptRevision == revision) return;
  m_keptRevision = revision;
  m_history.write(historyToJson(m_context.commands.newest(kMostHistory)));
}

void CommandsPage::eachSecond() {
  m_context.commands.endOverdue(m_context.feed.nowMs());
  if (++m_seconds % kKeepEveryS == 0) keepHistory();
}

QAction* CommandsPage::makeAction(const QString& name, const QString& text, const QString& tip,
                                  const QKeySequence& shortcut) {
  auto* action = new QAction(text, this);
  action->setObjectName(name);
  parts::describe(action, tip, shortcut);
  return action;
}

void CommandsPage::makeActions() {
  m_send = makeAction(QStringLiteral("send"), tr("&Send"), tr("Send what stands in the form"),
                      QKeySequence(Qt::CTRL | Qt::Key_Return));
  m_resend = makeAction(QStringLiteral("resend"), tr("Send &again"),
                        tr("Send the selected commands again, as they were"), QKeySequence(Qt::CTRL | Qt::Key_R));
  m_diagnose = makeAction(QStringLiteral("diagnoseCommand"), tr("&Why did it not arrive?"),
                          tr("Find out why the selected command did not arrive"));
  m_diagnose->setIconText(tr("Why?"));
  m_edit = makeAction(QStringLiteral("editCommand"), tr("&Put into the form"),
                      tr("Put the selected command into the form, to change it and send it"));
  m_copyLine = makeAction(QStringLiteral("copyLine"), tr("Copy as &linekeeper send"),
                          tr("Copy the selected commands as 'linekeeper send …', to be pasted into a shell"),
                          QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L));
  m_copyPublish = makeAction(QStringLiteral("copyPublish"), tr("Copy as redis-cli &PUBLISH"),
                             tr("Copy the selected commands as 'redis-cli PUBLISH …', to be pasted into a shell"),
                             QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P));
  m_copyLine->setIconText(tr("Copy as linekeeper"));
  m_copyPublish->setIconText(tr("Copy as redis-cli"));
  m_forget = makeAction(QStringLiteral("forgetCommands"), tr("&Forget ended commands…"),
                        tr("Take the commands that have ended off the table and out of what is kept"));
  m_clearFilter = makeAction(QStringLiteral("clearCommandFilter"), tr("Clear filter"), tr("Show all commands again"));
  for (QAction* action : {m_send, m_resend}) parts::markChanging(action);
  m_copyRows = m_table->copyAction();
  m_export = m_table->exportAction();
  m_table->addActions({m_resend, m_diagnose, m_edit, m_copyLine, m_copyPublish});
}

void CommandsPage::connectActions() {
  connect(m_send, &QAction::triggered, this, &CommandsPage::sendForm);
  connect(m_resend, &QAction::triggered, this, &CommandsPage::resend);
  connect(m_copyLine, &QAction::triggered, this, [this] { copyLines(false); });
  connect(m_copyPublish, &QAction::triggered, this, [this] { copyLines(true); });
  connect(m_forget, &QAction::triggered, this, &CommandsPage::askAndForget);
  connect(m_diagnose, &QAction::triggered, this, [this] {
    const QList<int> rows = m_table->selectedRows();
    const CommandRecord* record = rows.size() == 1 ? m_context.commands.at(rows.front()) : nullptr;
    if (record != nullptr) Q_EMIT diagnoseRequested(record->update.device);
  });
  connect(m_edit, &QAction::triggered, this, [this] {
    const QList<node::CommandRequest> requests = selectedRequests();
    if (requests.isEmpty()) return;
    m_form->setRequest(requests.front());
    m_form->focusBest();
  });
  connect(m_clearFilter, &QAction::triggered, m_filter, &QLineEdit::clear);
}

void CommandsPage::connectParts() {
  connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &CommandsPage::followSelection);
  // Another filter takes the selection away without a word.
  connect(&m_context.commands, &QAbstractItemModel::modelReset, this, &CommandsPage::followSelection);
  connect(m_table, &QTableView::doubleClicked, m_diagnose, &QAction::trigger);
  connect(m_filter, &FilterEdit::filterChanged, &m_context.commands, &CommandsModel::setFilter);
  connect(&m_context.commands, &CommandsModel::counted, this, &CommandsPage::showCount);
  connect(m_context.parts.settings, &SettingsStore::changed, this, &CommandsPage::followSelection);
  connect(m_form, &CommandForm::readyChanged, this, &CommandsPage::showReady);
  connect(m_bulk, &BulkPanel::targetsRequested, this, &CommandsPage::prepare);
  connect(m_table, &TableView::said, this, &CommandsPage::said);
  connect(m_form, &CommandForm::said, this, &CommandsPage::said);
  connect(m_bulk, &BulkPanel::said, this, &CommandsPage::said);
  connect(m_bulk, &BulkPanel::failed, this, &CommandsPage::failed);
  connect(&m_templates, &TemplateStore::failed, this, &CommandsPage::failed);
  connect(&m_history, &KeptFile::failed, this, [this](const QString& why) {
    Q_EMIT failed(tr("The history of commands is not kept: %1 can't be written: %2").arg(m_history.path(), why));
  });
  connect(&m_second, &QTimer::timeout, this, &CommandsPage::eachSecond);
  whenRetranslated(this, [this] { showCount(); });
}

QList<QAction*> CommandsPage::menuActions() const {
  return QList<QAction*>{m_send, m_resend, m_diagnose, m_edit, m_copyLine, m_copyPublish, m_copyRows, m_export} +
         m_form->templateActions() + m_bulk->panelActions() + QList<QAction*>{m_forget};
}

void CommandsPage::arrange() {
  m_form = new CommandForm(m_context, m_templates, m_send);
  m_stack->addWidget(m_table);
  m_stack->addWidget(m_empty);
  m_empty->setProperty("role", QStringLiteral("card"));

  auto* head = new QHBoxLayout;
  head->addWidget(parts::title(tr("Commands")));
  head->addSpacing(parts::kGap);
  head->addWidget(m_count, 0, Qt::AlignBottom);
  head->addStretch(1);
  auto* tools = new QHBoxLayout;
  tools->setSpacing(parts::kGap);
  tools->addWidget(m_filter, 1);
  for (QAction* action : {m_diagnose, m_resend, m_copyLine, m_copyPublish}) tools->addWidget(parts::button(action));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  layout->addLayout(head);
  layout->addWidget(m_form);
  layout->addWidget(m_bulk);
  layout->addSpacing(parts::kGap);
  layout->addLayout(tools);
  layout->addLayout(m_stack, 1);
  showReady(false, 0);
}

void CommandsPage::refreshLook() {
  const Theme& theme = m_context.theme;
  m_send->setIcon(theme.icon(QStringLiteral("commands"), theme.colors().onAccent));
  m_resend->setIcon(theme.icon(QStringLiteral("resend")));
  m_diagnose->setIcon(theme.icon(QStringLiteral("diagnose")));
  m_copyLine->setIcon(theme.icon(QStringLiteral("copy")));
  m_copyPublish->setIcon(theme.icon(QStringLiteral("copy")));
  m_empty->setPicture(theme.icon(QStringLiteral("commands")));
  m_form->refreshLook();
  m_bulk->refreshLook();
  m_filter->refreshIcons();
  m_table->refreshIcons();
}

void CommandsPage::setTargets(const QStringList& devices) { m_form->setDevices(devices); }

void CommandsPage::prepare(const QStringList& devices) {
  if (!devices.isEmpty()) setTargets(devices);
  m_form->focusBest();
}

bool CommandsPage::focusFilter() {
  m_filter->setFocus(Qt::ShortcutFocusReason);
  m_filter->selectAll();
  return true;
}

void CommandsPage::showReady(bool ready, int devices) {
  m_send->setEnabled(ready);
  m_send->setIconText(devices < 0   ? tr("Send to many…")
                      : devices > 1 ? tr("Send to %Ln device(s)", nullptr, devices)
                                    : tr("Send"));
}

QString CommandsPage::unfinished() const {
  QStringList sentences;
  const BulkSend* run = m_bulk->run();
  if (run != nullptr && run->sending()) {
    sentences.push_back(tr("Commands are being sent: %Ln of them would not be sent.", nullptr, run->notSent()));
  }
  if (const int waiting = m_context.commands.waitingInMemory(); waiting > 0) {
    sentences.push_back(
        tr("%Ln durable command(s) wait in this program's memory only, and would be lost.", nullptr, waiting));
  }
  return sentences.join(QLatin1Char('\n'));
}

void CommandsPage::copyLines(bool publish) {
  const RedisPlace redis = redisOf(m_context.parts.settings->current());
  QStringList lines;
  const QList<node::CommandRequest> requests = selectedRequests();
  for (const node::CommandRequest& request : requests) {
    lines.push_back(publish ? publishLine(request, redis) : sendLine(request, redis, ownTerminal()));
  }
  QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
  Q_EMIT said(tr("Copied %Ln command line(s)", nullptr, static_cast<int>(lines.size())));
}

void CommandsPage::askAndForget() {
  const int count = m_context.commands.ended();
  auto* box = new QMessageBox(QMessageBox::Question, tr("Forget commands"),
                              tr("Forget %Ln command(s) that have ended?", nullptr, count), QMessageBox::Cancel, this);
  box->setInformativeText(tr("They leave this table and the history that is kept over a restart."));
  QPushButton* yes = box->addButton(tr("Forget %Ln command(s)", nullptr, count), QMessageBox::DestructiveRole);
  parts::makeDangerous(yes);
  box->setDefaultButton(QMessageBox::Cancel);
  box->setAttribute(Qt::WA_DeleteOnClose);
  connect(yes, &QPushButton::clicked, this, [this] {
    const int gone = m_context.commands.forgetEnded();
    keepHistory();
    Q_EMIT said(tr("Forgot %Ln command(s)", nullptr, gone));
  });
  box->open();
}

void CommandsPage::followSelection() {
  const bool any = !selectedRequests().isEmpty();
  for (QAction* action : {m_resend, m_edit, m_copyLine}) action->setEnabled(any);
  // Without Redis there is nothing to publish to.
  m_copyPublish->setEnabled(any && !m_context.parts.settings->current().redisUrl.empty());
  m_diagnose->setEnabled(m_table->selectedRows().size() == 1);
}

void CommandsPage::showCount() {
  const CommandsModel& commands = m_context.commands;
  const auto count = [](int number) { return words::count(static_cast<quint64>(number)); };
  const int shown = commands.rowCount();
  QString text = shown == commands.known() ? tr("%1 in all").arg(count(shown))
                                           : tr("%1 of %2").arg(count(shown), count(commands.known()));
  if (commands.dropped() > 0) text += tr("; %1 older ones are no longer kept").arg(words::count(commands.dropped()));
  m_count->setText(text);
  m_forget->setEnabled(commands.known() > 0);
  if (commands.known() == 0) {
    m_empty->say(tr("No command yet"), tr("Fill in the form and press %1. Each command is listed here with its state "
                                          "as it changes, and the reason when it did not arrive.")
                                           .arg(m_send->shortcut().toString(QKeySequence::NativeText)));
  } else {
    m_empty->say(tr("No command matches the filter"), tr("It hides %n command(s).", nullptr, commands.known()),
                 m_clearFilter);
  }
  m_stack->setCurrentIndex(shown == 0 ? 1 : 0);
}

}  // namespace lk::ui
