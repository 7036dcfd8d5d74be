#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QUuid>

#include "ui/bulk_panel.h"
#include "ui/command_form.h"
#include "ui/commands_page.h"
#include "ui/send_many_dialog.h"
#include "ui/table_view.h"

// How the page sends commands: what stands in its form, and once more what was sent before.
namespace lk::ui {

namespace {

constexpr qsizetype kAtOnce = 20;  // targets that a person can see in the form: no dry run
constexpr int kRate = 200;         // commands a second, until a person chooses another

// Whether each of a few can be sent; of more, the dry run says it.
bool isGoodForAll(const SendPlan& plan, qint64 maxPayload) {
  for (qsizetype place = 0; place < plan.targets.size(); ++place) {
    const PayloadRead read = plan.payload.bytesFor(plan.targets[place], place, plan.form);
    if (read.fault || read.bytes.size() > maxPayload) return false;
  }
  return true;
}

QString freshId() { return QUuid::createUuid().toString(QUuid::WithoutBraces); }

}  // namespace

void CommandsPage::sendForm() {
  if (m_form->ready()) askAndSend(m_form->plan());
}

// One or a few that a person has typed go at once; before many, it is said what that means.
void CommandsPage::askAndSend(const SendPlan& plan) {
  if (plan.listed && plan.targets.size() == 1) {
    const node::CommandRequest request = requestOf(plan, plan.targets.front(), 0);
    send({request});
    return selectNewest(request);
  }
  if (m_bulk->run() != nullptr && m_bulk->run()->sending()) {
    Q_EMIT failed(tr("Commands are being sent to many devices already. Wait for that, or stop it."));
    return;
  }
  const qint64 maxPayload = m_context.parts.settings->current().maxPayload;
  const bool isShort = plan.listed && plan.targets.size() <= kAtOnce;
  if (isShort && isGoodForAll(plan, maxPayload)) return sendMany(plan, BulkSend::kMostRate);
  QSettings* state = m_context.state.get();
  const int rate = state != nullptr ? state->value(QStringLiteral("commands/rate"), kRate).toInt() : kRate;
  auto* run = new DryRun(m_context.devices, m_context.feed, plan, maxPayload);
  auto* dialog = new SendManyDialog(run, plan.ttlS > 0, rate, this);
  connect(dialog, &SendManyDialog::sendRequested, this, [this, state](const SendPlan& whole, int chosen) {
    if (state != nullptr) state->setValue(QStringLiteral("commands/rate"), chosen);
    sendMany(whole, chosen);
  });
  connect(dialog, &QDialog::rejected, this, [this] { Q_EMIT said(tr("Nothing was sent")); });
  dialog->open();
}

// What becomes of it is asked next; another one's row, where a filter hides it, would be acted on by mistake.
void CommandsPage::selectNewest(const node::CommandRequest& request) {
  m_table->clearSelection();
  const CommandRecord* newest = m_context.commands.at(0);
  if (newest == nullptr) return;
  if (newest->update.id == request.id && newest->update.device == request.device) m_table->selectRow(0);
}

void CommandsPage::sendMany(const SendPlan& plan, int rate) {
  auto* run = new BulkSend(m_context, plan, rate);
  m_bulk->follow(run);
  m_table->clearSelection();  // of a row that is out of sight from now on
  run->start();
}

void CommandsPage::send(const QList<node::CommandRequest>& requests) {
  if (requests.isEmpty()) return;
  m_context.commands.addOwn(requests, m_context.feed.momentMs());
  m_context.feed.control().send(requests, this, [this, requests](const Result<QStringList>& taken) {
    if (taken) return;
    const QString why = QString::fromStdString(taken.error().text);
    for (const node::CommandRequest& request : requests) m_context.commands.refuse(request.id, request.device, why);
    Q_EMIT failed(tr("Nothing was sent: %1").arg(why));
  });
  Q_EMIT said(tr("Sent to %Ln device(s)", nullptr, static_cast<int>(requests.size())));
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
    // A new id each: the old one would be answered with the old result.
    request.id = freshId();
    requests.push_back(request);
  }
  return requests;
}

void CommandsPage::resend() {
  const QList<node::CommandRequest> requests = selectedRequests();
  const int count = static_cast<int>(requests.size());
  if (count <= kAtOnce) return send(requests);
  auto* box =
      new QMessageBox(QMessageBox::Question, tr("Send again"),
                      tr("Send %Ln command(s) again, as they were?", nullptr, count), QMessageBox::Cancel, this);
  QPushButton* yes = box->addButton(tr("Send %Ln command(s)", nullptr, count), QMessageBox::AcceptRole);
  box->setDefaultButton(QMessageBox::Cancel);
  box->setAttribute(Qt::WA_DeleteOnClose);
  connect(yes, &QPushButton::clicked, this, [this, requests] { send(requests); });
  box->open();
}

}  // namespace lk::ui
