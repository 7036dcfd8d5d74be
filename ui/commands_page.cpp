#include "ui/commands_page.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QItemSelectionModel>
#include <QMessageBox>
#include <QStackedLayout>
#include <QUuid>
#include <QVBoxLayout>

#include "ui/command_form.h"
#include "ui/empty_state.h"
#include "ui/filter_edit.h"
#include "ui/parts.h"
#include "ui/table_view.h"
#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr qsizetype kAskAbove = 100;  // devices

}  // namespace

CommandsPage::CommandsPage(ConsoleContext& context, QWidget* parent)
    : ConsolePage(parent),
      m_context(context),
      m_filter(
          new FilterEdit(context.theme, tr("Filter: device, payload, state, answer or id"), tr("Filter commands"))),
      m_count(parts::muted({})),
      m_table(new TableView(context.theme, tr("Commands"))),
      m_empty(new EmptyState),
      m_stack(new QStackedLayout) {
  m_table->setModel(&m_context.commands);
  m_table->setColumns({15, 16, 28, 17, 34, 14, 9, 20});
  makeActions();
  arrange();
  connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &CommandsPage::followSelection);
  connect(m_table, &QTableView::doubleClicked, m_edit, &QAction::trigger);
  connect(m_table, &TableView::said, this, &CommandsPage::said);
  connect(m_filter, &FilterEdit::filterChanged, &m_context.commands, &CommandsModel::setFilter);
  connect(&m_context.commands, &CommandsModel::counted, this, &CommandsPage::showCount);
  m_table->restore(m_context.state.get(), QStringLiteral("commands/columns"));
  refreshLook();
  followSelection();
  showCount();
}

CommandsPage::~CommandsPage() { m_table->remember(m_context.state.get(), QStringLiteral("commands/columns")); }

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
  m_diagnose = makeAction(QStringLiteral("diagnoseCommand"), tr("&Diagnose"),
                          tr("Find out why the selected command did not arrive"));
  m_diagnose->setIconText(tr("Diagnose device"));
  m_edit = makeAction(QStringLiteral("editCommand"), tr("&Put into the form"),
                      tr("Put the selected command into the form, to change it and send it"));
  m_copyLine = makeAction(QStringLiteral("copyLine"), tr("Copy as &command line"),
                          tr("Copy the selected commands as 'linekeeper send …'"),
                          QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L));
  m_clearFilter = makeAction(QStringLiteral("clearCommandFilter"), tr("Clear filter"), tr("Show all commands again"));
  for (QAction* action : {m_send, m_resend}) parts::markChanging(action);
  m_copyRows = m_table->copyAction();
  m_export = m_table->exportAction();
  m_table->addActions({m_resend, m_diagnose, m_edit, m_copyLine});
  connect(m_send, &QAction::triggered, this, &CommandsPage::sendForm);
  connect(m_resend, &QAction::triggered, this, &CommandsPage::resend);
  connect(m_copyLine, &QAction::triggered, this, &CommandsPage::copyLines);
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

void CommandsPage::arrange() {
  m_form = new CommandForm(m_context, m_send);
  connect(m_form, &CommandForm::readyChanged, this, &CommandsPage::showReady);
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
  for (QAction* action : {m_diagnose, m_resend, m_copyLine}) tools->addWidget(parts::button(action));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, parts::kMargin);
  layout->setSpacing(parts::kGap);
  layout->addLayout(head);
  layout->addWidget(m_form);
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
  m_empty->setPicture(theme.icon(QStringLiteral("commands")));
  m_filter->refreshIcons();
  m_table->refreshIcons();
}

void CommandsPage::prepare(const QStringList& devices) {
  if (!devices.isEmpty()) m_form->setDevices(devices);
  m_form->focusBest();
}

bool CommandsPage::focusFilter() {
  m_filter->setFocus(Qt::ShortcutFocusReason);
  m_filter->selectAll();
  return true;
}

void CommandsPage::showReady(bool ready, int devices) {
  m_send->setEnabled(ready);
  m_send->setIconText(devices > 1 ? tr("Send to %n device(s)", nullptr, devices) : tr("Send"));
}

void CommandsPage::sendForm() { askAndSend(m_form->requests()); }

void CommandsPage::askAndSend(const QList<node::CommandRequest>& requests) {
  if (requests.size() <= kAskAbove) return send(requests);
  const int count = static_cast<int>(requests.size());
  auto* box = new QMessageBox(QMessageBox::Question, tr("Send commands"),
                              tr("Send this command to %n device(s)?", nullptr, count), QMessageBox::Cancel, this);
  QPushButton* yes = box->addButton(tr("Send to %n device(s)", nullptr, count), QMessageBox::AcceptRole);
  box->setDefaultButton(QMessageBox::Cancel);
  box->setAttribute(Qt::WA_DeleteOnClose);
  connect(yes, &QPushButton::clicked, this, [this, requests] { send(requests); });
  box->open();
}

void CommandsPage::send(const QList<node::CommandRequest>& requests) {
  if (requests.isEmpty()) return;
  for (const node::CommandRequest& request : requests) m_context.commands.addOwn(request, m_context.feed.nowMs());
  m_context.feed.control().send(requests, this, [this, requests](const Result<QStringList>& taken) {
    if (taken) return;
    const QString why = QString::fromStdString(taken.error().text);
    for (const node::CommandRequest& request : requests) m_context.commands.refuse(request.id, request.device, why);
    Q_EMIT failed(tr("Nothing was sent: %1").arg(why));
  });
  Q_EMIT said(tr("Sent to %n device(s)", nullptr, static_cast<int>(requests.size())));
}

QList<node::CommandRequest> CommandsPage::selectedRequests() const {
  QList<node::CommandRequest> requests;
  const QList<int> rows = m_table->selectedRows();
  for (const int row : rows) {
    const CommandRecord* record = m_context.commands.at(row);
    if (record == nullptr) continue;
    node::CommandRequest request = record->request;
    if (!record->own) {
      if (record->update.payloadSize > record->update.payload.size()) continue;
      request.device = record->update.device;
      request.payload = record->update.payload;
      request.ttlS = record->update.durable ? 3'600 : 0;
    }
    requests.push_back(request);
  }
  return requests;
}

void CommandsPage::resend() {
  QList<node::CommandRequest> requests = selectedRequests();
  // A new id each: the old one would be answered with the old result.
  for (node::CommandRequest& request : requests) request.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
  askAndSend(requests);
}

void CommandsPage::copyLines() {
  QStringList lines;
  const QList<node::CommandRequest> requests = selectedRequests();
  for (const node::CommandRequest& request : requests) {
    lines.push_back(sendLine(request.device, request.payload, request.ttlS, request.timeoutS));
  }
  QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
  Q_EMIT said(tr("Copied %n command line(s)", nullptr, static_cast<int>(lines.size())));
}

void CommandsPage::followSelection() {
  const bool any = !selectedRequests().isEmpty();
  for (QAction* action : {m_resend, m_edit, m_copyLine}) action->setEnabled(any);
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
  if (commands.known() == 0) {
    m_empty->say(tr("No command yet"), tr("Fill in the form and press Ctrl+Enter. Each command stands here with its "
                                          "state as it changes, and the reason when it did not arrive."));
  } else {
    m_empty->say(tr("No command matches the filter"), tr("It hides %n command(s).", nullptr, commands.known()),
                 m_clearFilter);
  }
  m_stack->setCurrentIndex(shown == 0 ? 1 : 0);
}

}  // namespace lk::ui
