#pragma once

#include <QDialog>

#include "ui/connection_list.h"
#include "ui/secret_store.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace lk::ui {

// What the console can be attached to: what it was started with, nodes that run on this machine, and the user's own
// list. Passwords are typed here and kept where the user says, never in that list.
class ConnectionsDialog final : public QDialog {
  Q_OBJECT

 public:
  // secrets: null, as if the system kept none. All outlive the dialog.
  ConnectionsDialog(ConnectionList& list, Connector& connector, SecretStore* secrets, QWidget* parent = nullptr);

 private:
  void fill();
  [[nodiscard]] QWidget* makeForm();
  void makeSecretFields();
  [[nodiscard]] QLayout* makeButtons();
  [[nodiscard]] Connection* current();
  void show(int row);
  void takeForm();
  void showFields();
  void addNew();
  void removeCurrent();
  void forgetSecrets();
  void chooseFile();
  [[nodiscard]] bool save();
  // Puts the password where it is to be kept, or finds it there; then goes on with it.
  void withPassword(const Connection& connection, std::function<void(const QString&)> goOn);
  void attach();
  void complain(const QString& text);

  ConnectionList& m_saved;
  Connector& m_connector;
  SecretStore* m_secrets;
  QList<Connection> m_all;   // as the list shows them
  QList<Connection> m_gone;  // taken off the list since it was saved
  int m_firstFound = 0;      // from here on: nodes that run on this machine, and are not saved
  bool m_filling = false;

  QListWidget* m_list;
  QFormLayout* m_form = nullptr;
  QLineEdit* m_name = nullptr;
  QComboBox* m_kind = nullptr;
  QLineEdit* m_node = nullptr;
  QLineEdit* m_url = nullptr;
  QLineEdit* m_prefix = nullptr;
  QLineEdit* m_caFile = nullptr;
  QComboBox* m_secret = nullptr;
  QWidget* m_fileRow = nullptr;
  QLineEdit* m_file = nullptr;
  QLineEdit* m_password = nullptr;
  QCheckBox* m_readOnly = nullptr;
  QLabel* m_note = nullptr;
  QLabel* m_problem = nullptr;
  QPushButton* m_remove = nullptr;
  QPushButton* m_save = nullptr;
  QPushButton* m_attach = nullptr;
};

}  // namespace lk::ui
