#include "ui/connections_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/dialogs.h"
#include "ui/file_places.h"
#include "ui/parts.h"
#include "ui/secret_file.h"

namespace lk::ui {

namespace {

using Kind = Connection::Kind;
using Secret = Connection::Secret;

QPushButton* makeButton(const QString& text, const QString& tip) {
  auto* button = new QPushButton(text);
  button->setAccessibleName(parts::withoutMnemonic(text).remove(QStringLiteral("…")));
  button->setToolTip(tip);
  button->setAutoDefault(false);
  return button;
}

QLineEdit* makeLine(const QString& name, const QString& tip) {
  auto* line = new QLineEdit;
  line->setAccessibleName(name);
  line->setToolTip(tip);
  line->setMaxLength(4'096);
  return line;
}

// By the server it is for: a password that was kept for one is never sent to another.
QString secretName(const Connection& connection) { return connection.redisUrl; }

}  // namespace

ConnectionsDialog::ConnectionsDialog(ConnectionList& list, Connector& connector, SecretStore* secrets, QWidget* parent)
    : QDialog(parent), m_saved(list), m_connector(connector), m_secrets(secrets), m_list(new QListWidget) {
  setWindowTitle(tr("Connections"));
  setModal(true);
  dialogs::resizeToScreen(this, {800, 520});
  m_list->setAccessibleName(tr("Connections"));
  m_list->setToolTip(tr("What this console can be attached to"));
  m_list->setMinimumWidth(240);
  m_problem = parts::muted({});
  parts::setStyleProperty(m_problem, "role", QStringLiteral("error"));
  m_problem->setObjectName(QStringLiteral("problem"));
  m_problem->setWordWrap(true);

  auto* columns = new QHBoxLayout;
  columns->setSpacing(parts::kMargin);
  columns->addWidget(m_list);
  columns->addWidget(makeForm(), 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(parts::kMargin, parts::kMargin, parts::kMargin, 12);
  layout->addLayout(columns, 1);
  layout->addWidget(m_problem);
  layout->addLayout(makeButtons());
  connect(m_list, &QListWidget::currentRowChanged, this, &ConnectionsDialog::show);
  connect(m_list, &QListWidget::itemActivated, this, &ConnectionsDialog::attach);
  fill();
  complain(m_saved.problem());
}

QWidget* ConnectionsDialog::makeForm() {
  m_name = makeLine(tr("Name"), tr("What you call it"));
  m_kind = new QComboBox;
  m_kind->setAccessibleName(tr("Attach to"));
  m_kind->setToolTip(tr("One node of this machine, or all nodes that share a Redis"));
  m_kind->addItem(tr("a cluster, by its Redis"), static_cast<int>(Kind::Redis));
  m_kind->addItem(tr("a node on this machine"), static_cast<int>(Kind::Local));
  m_kind->addItem(tr("what the program was started with"), static_cast<int>(Kind::Started));
  m_node = makeLine(tr("Node"), tr("The id of a node that runs on this machine, as in n1"));
  m_url =
      makeLine(tr("Redis URL"), tr("redis://, rediss://, redis+cluster:// or redis+sentinel://, without a password"));
  m_url->setPlaceholderText(QStringLiteral("redis://10.0.0.5:6379"));
  m_prefix =
      makeLine(tr("Prefix"), tr("Prefix of all keys and channels, as the nodes have it; lk unless it was changed"));
  m_caFile =
      makeLine(tr("CA file"), tr("PEM file of the authority that signed Redis' certificate, for rediss://; empty "
                                 "is the system's"));
  makeSecretFields();
  m_readOnly = new QCheckBox(tr("Read-only"));
  m_readOnly->setAccessibleName(tr("Read-only"));
  m_readOnly->setToolTip(tr("See everything, and change nothing through this connection"));
  m_note = parts::muted({});
  m_note->setWordWrap(true);

  auto* form = new QWidget;
  m_form = new QFormLayout(form);
  m_form->setContentsMargins(0, 0, 0, 0);
  m_form->setVerticalSpacing(parts::kGap);
  m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  m_form->addRow(tr("Name"), m_name);
  m_form->addRow(tr("Attach to"), m_kind);
  m_form->addRow(tr("Node"), m_node);
  m_form->addRow(tr("Redis URL"), m_url);
  m_form->addRow(tr("Prefix"), m_prefix);
  m_form->addRow(tr("CA file"), m_caFile);
  m_form->addRow(tr("Password is"), m_secret);
  m_form->addRow(tr("File"), m_fileRow);
  m_form->addRow(tr("Password"), m_password);
  m_form->addRow(QString(), m_readOnly);
  m_form->addRow(QString(), m_note);
  for (QLineEdit* line : {m_name, m_node, m_url, m_prefix, m_caFile, m_file}) {
    connect(line, &QLineEdit::textEdited, this, &ConnectionsDialog::takeForm);
  }
  for (QComboBox* box : {m_kind, m_secret}) connect(box, &QComboBox::activated, this, &ConnectionsDialog::takeForm);
  connect(m_readOnly, &QCheckBox::toggled, this, &ConnectionsDialog::takeForm);
  return form;
}

void ConnectionsDialog::makeSecretFields() {
  m_secret = new QComboBox;
  m_secret->setAccessibleName(tr("Where the password is kept"));
  m_secret->setToolTip(tr("Where the password of Redis is kept; never in the list of connections"));
  m_secret->addItem(tr("none is needed"), static_cast<int>(Secret::None));
  m_secret->addItem(tr("kept in the system's keychain"), static_cast<int>(Secret::Keychain));
  m_secret->addItem(tr("typed each time, and kept nowhere"), static_cast<int>(Secret::Asked));
  m_secret->addItem(tr("in a file that only you can read"), static_cast<int>(Secret::File));
  if (m_secrets == nullptr || !m_secrets->missing().isEmpty()) {
    auto* model = qobject_cast<QStandardItemModel*>(m_secret->model());
    model->item(1)->setEnabled(false);
    model->item(1)->setToolTip(m_secrets != nullptr ? m_secrets->missing() : QString());
  }
  m_file = makeLine(tr("File of the password"), tr("Its first line is the password, as plain text"));
  auto* choose = makeButton(tr("Choose…"), tr("Choose the file, or where it is to be written"));
  connect(choose, &QPushButton::clicked, this, &ConnectionsDialog::chooseFile);
  m_fileRow = new QWidget;
  auto* row = new QHBoxLayout(m_fileRow);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(m_file, 1);
  row->addWidget(choose);
  m_password = makeLine(tr("Password"), tr("The password of Redis; it is not shown"));
  m_password->setEchoMode(QLineEdit::Password);
}

QLayout* ConnectionsDialog::makeButtons() {
  auto* add = makeButton(tr("&New"), tr("Add a connection to the list"));
  m_remove = makeButton(tr("Re&move"), tr("Take the connection off the list, and its password out of the keychain"));
  m_save = makeButton(tr("&Save"), tr("Keep the list as it is now"));
  m_attach = makeButton(tr("&Connect"), tr("Keep the list, and attach this console to what is chosen"));
  auto* cancel = makeButton(tr("Cancel"), tr("Close, and keep the list as it was"));
  m_attach->setObjectName(QStringLiteral("attachButton"));
  m_attach->setDefault(true);
  parts::makePrimary(m_attach);
  connect(add, &QPushButton::clicked, this, &ConnectionsDialog::addNew);
  connect(m_remove, &QPushButton::clicked, this, &ConnectionsDialog::removeCurrent);
  connect(m_save, &QPushButton::clicked, this, [this] {
    if (!save()) return;
    Connection* one = current();
    if (one == nullptr || m_password->text().isEmpty()) return complain({});
    withPassword(*one, [this](const QString&) { m_password->clear(); });
  });
  connect(m_attach, &QPushButton::clicked, this, &ConnectionsDialog::attach);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  auto* row = new QHBoxLayout;
  row->addWidget(add);
  row->addWidget(m_remove);
  row->addStretch(1);
  for (QPushButton* button : {cancel, m_save, m_attach}) row->addWidget(button);
  return row;
}

void ConnectionsDialog::fill() {
  m_all = {m_connector.started()};
  m_all += m_saved.all();
  m_firstFound = static_cast<int>(m_all.size());
  const QStringList nodes = m_connector.localNodes();
  for (const QString& node : nodes) {
    Connection found;
    found.kind = Kind::Local;
    found.node = node;
    found.name = tr("Node %1 on this machine").arg(node);
    m_all.push_back(found);
  }
  const Connection attached = m_connector.current();
  int row = 0;
  for (int i = 0; i < m_all.size(); ++i) {
    m_list->addItem(m_all[i].name);
    if (m_all[i].name == attached.name) row = i;
  }
  m_list->setCurrentRow(row);
}

Connection* ConnectionsDialog::current() {
  const int row = m_list->currentRow();
  return row >= 0 && row < m_all.size() ? &m_all[row] : nullptr;
}

void ConnectionsDialog::show(int row) {
  if (row < 0 || row >= m_all.size()) return;
  const Connection& one = m_all[row];
  m_filling = true;
  m_name->setText(one.name);
  m_kind->setCurrentIndex(m_kind->findData(static_cast<int>(one.kind)));
  m_node->setText(one.node);
  m_url->setText(one.redisUrl);
  m_prefix->setText(one.redisPrefix);
  m_caFile->setText(one.caFile);
  m_secret->setCurrentIndex(m_secret->findData(static_cast<int>(one.secret)));
  m_file->setText(one.secretFile);
  m_password->clear();
  m_readOnly->setChecked(one.readOnly);
  m_filling = false;
  complain({});
  showFields();
}

void ConnectionsDialog::takeForm() {
  Connection* one = current();
  if (m_filling || one == nullptr) return;
  one->readOnly = m_readOnly->isChecked();
  if (one->kind != Kind::Started && m_list->currentRow() < m_firstFound) {
    one->name = m_name->text().trimmed();
    one->kind = static_cast<Kind>(m_kind->currentData().toInt());
    one->node = m_node->text().trimmed();
    one->redisUrl = m_url->text().trimmed();
    one->redisPrefix = m_prefix->text();
    one->caFile = m_caFile->text();
    one->secret = static_cast<Secret>(m_secret->currentData().toInt());
    one->secretFile = m_file->text();
    m_list->currentItem()->setText(one->name);
  }
  complain({});
  showFields();
}

void ConnectionsDialog::showFields() {
  const Connection* one = current();
  if (one == nullptr) return;
  const bool isMine = one->kind != Kind::Started && m_list->currentRow() < m_firstFound;
  const bool isRedis = one->kind == Kind::Redis;
  const bool isFile = isRedis && one->secret == Secret::File;
  const auto row = [this](QWidget* field, bool shown) {
    field->setVisible(shown);
    m_form->labelForField(field)->setVisible(shown);
  };
  for (QWidget* field : {static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_kind), static_cast<QWidget*>(m_node)}) {
    field->setEnabled(isMine);
  }
  qobject_cast<QStandardItemModel*>(m_kind->model())->item(2)->setEnabled(!isMine);
  row(m_node, one->kind == Kind::Local);
  for (QWidget* field : {m_url, m_prefix, m_caFile}) row(field, isRedis);
  row(m_secret, isRedis);
  row(m_fileRow, isFile);
  row(m_password, isRedis && one->secret != Secret::None);
  m_remove->setEnabled(isMine);
  QString note;
  if (isRedis && one->secret == Secret::Keychain) {
    note = tr("Leave the password empty to use the one that is kept.");
  } else if (isFile) {
    note =
        tr("The password stands in this file as plain text. Only you may read it. Leave the password empty to use "
           "what is in the file.");
  } else if (isRedis && m_secrets != nullptr && one->secret == Secret::Asked) {
    note = m_secrets->missing();
  }
  m_note->setText(note);
  m_note->setVisible(!note.isEmpty());
}

void ConnectionsDialog::addNew() {
  Connection fresh;
  const auto taken = [this](const QString& name) {
    return std::ranges::any_of(m_all, [&](const Connection& one) { return one.name == name; });
  };
  fresh.name = tr("New connection");
  for (int number = 2; taken(fresh.name); ++number) fresh.name = tr("New connection %1").arg(number);
  const bool keeps = m_secrets != nullptr && m_secrets->missing().isEmpty();
  fresh.secret = keeps ? Secret::Keychain : Secret::None;
  m_all.insert(m_firstFound, fresh);
  m_list->insertItem(m_firstFound, fresh.name);
  m_list->setCurrentRow(m_firstFound++);
  m_name->setFocus();
  m_name->selectAll();
}

void ConnectionsDialog::removeCurrent() {
  const int row = m_list->currentRow();
  if (row <= 0 || row >= m_firstFound) return;
  const Connection gone = m_all.takeAt(row);
  --m_firstFound;
  delete m_list->takeItem(row);
  show(m_list->currentRow());
  if (gone.secret == Secret::Keychain) m_gone.push_back(gone);
}

// Nobody can use them any more, unless another connection is of the same server.
void ConnectionsDialog::forgetSecrets() {
  const QList<Connection> gone = std::exchange(m_gone, {});
  if (m_secrets == nullptr || !m_secrets->missing().isEmpty()) return;
  for (const Connection& one : gone) {
    const bool isUsed =
        std::ranges::any_of(m_all, [&](const Connection& other) { return secretName(other) == secretName(one); });
    if (!isUsed) m_secrets->remove(secretName(one), this, [](const Result<void>&) {});
  }
}

void ConnectionsDialog::chooseFile() {
  const QString before = m_file->text().isEmpty() ? documentFile({}) : m_file->text();
  const QString path = QFileDialog::getSaveFileName(this, tr("File of the password"), before, {}, nullptr,
                                                    QFileDialog::DontConfirmOverwrite);
  if (path.isEmpty()) return;
  m_file->setText(path);
  takeForm();
}

bool ConnectionsDialog::save() {
  const auto saved = m_saved.save(m_all.mid(1, m_firstFound - 1));
  if (!saved) {
    complain(QString::fromStdString(saved.error().text));
    return false;
  }
  forgetSecrets();
  return true;
}

void ConnectionsDialog::withPassword(const Connection& connection, std::function<void(const QString&)> goOn) {
  const QString typed = m_password->text();
  if (connection.kind != Kind::Redis || connection.secret == Secret::None) return goOn({});
  if (connection.secret == Secret::Asked) {
    if (!typed.isEmpty()) return goOn(typed);
    complain(tr("Type the password: this connection keeps none."));
    return m_password->setFocus();
  }
  if (connection.secret == Secret::File) {
    auto good =
        typed.isEmpty() ? checkSecretFile(connection.secretFile) : writeSecretFile(connection.secretFile, typed);
    if (!good) return complain(QString::fromStdString(good.error().text));
    return goOn({});
  }
  const QString missing = m_secrets != nullptr ? m_secrets->missing() : tr("This system keeps no passwords.");
  if (!missing.isEmpty()) return complain(missing);
  m_attach->setEnabled(false);
  if (!typed.isEmpty()) {
    return m_secrets->save(secretName(connection), typed, this, [this, typed, goOn](const Result<void>& kept) {
      m_attach->setEnabled(true);
      if (!kept) return complain(QString::fromStdString(kept.error().text));
      goOn(typed);
    });
  }
  m_secrets->read(secretName(connection), this, [this, goOn](const Result<QString>& secret) {
    m_attach->setEnabled(true);
    if (secret) return goOn(*secret);
    complain(QString::fromStdString(secret.error().text));
    m_password->setFocus();
  });
}

void ConnectionsDialog::attach() {
  const Connection* one = current();
  if (one == nullptr) return;
  if (const auto good = ConnectionList::check(*one); !good) return complain(QString::fromStdString(good.error().text));
  if (!save()) return;
  withPassword(*one, [this, connection = *one](const QString& password) {
    if (const auto attached = m_connector.attach(connection, password); !attached) {
      return complain(QString::fromStdString(attached.error().text));
    }
    accept();
  });
}

void ConnectionsDialog::complain(const QString& text) {
  m_problem->setText(text);
  m_problem->setVisible(!text.isEmpty());
}

}  // namespace lk::ui
