#include <QStringDecoder>

#include "app/arguments.h"

namespace lk::app {

Result<QStringList> programArguments(int argc, char** argv) {
  QStringList arguments;
  for (int i = 1; i < argc; ++i) {
    QStringDecoder decode(QStringDecoder::System, QStringDecoder::Flag::Stateless);
    arguments.push_back(decode(argv[i]));
    if (decode.hasError()) {
      return Error{Error::Code::Usage, "argument " + std::to_string(i) +
                                           " is not text; a payload of any bytes goes by --hex, --base64 or --file"};
    }
  }
  return arguments;
}

}  // namespace lk::app
