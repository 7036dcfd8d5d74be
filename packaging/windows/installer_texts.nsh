; What the installer says, in English and Simplified Chinese.
!macro text NAME ENGLISH CHINESE
  LangString TEXT_${NAME} ${LANG_ENGLISH} "${ENGLISH}"
  LangString TEXT_${NAME} ${LANG_SIMPCHINESE} "${CHINESE}"
!macroend

!insertmacro text START_MENU "Start menu" "开始菜单"
!insertmacro text DESKTOP "Icon on the desktop" "桌面图标"
!insertmacro text FIREWALL "Let devices through the firewall" "允许设备通过防火墙"
!insertmacro text SERVICE "Windows service" "Windows 服务"
!insertmacro text DATA "Settings, history and logs" "设置、历史和日志"
!insertmacro text ABOUT_PROGRAM "The program, its console, and the word linekeeper for terminals." \
  "程序及其控制台，以及可在终端中使用的 linekeeper 命令。"
!insertmacro text ABOUT_START_MENU "Linekeeper, and a terminal that knows it, in the Start menu." \
  "在开始菜单中添加 Linekeeper 以及可直接使用它的终端。"
!insertmacro text ABOUT_DESKTOP "An icon on the desktop." "在桌面上添加图标。"
!insertmacro text ABOUT_FIREWALL "A rule of Windows' firewall, for private and domain networks. Rules that block \
  Linekeeper are removed. Wants an administrator." \
  "为专用网络和域网络添加 Windows 防火墙规则，并删除阻止 Linekeeper 的规则。需要管理员权限。"
!insertmacro text ABOUT_SERVICE "A node that runs whether anybody is logged on or not, and starts with Windows. Wants an \
  administrator, and an installation for all users." \
  "无论是否有人登录都会运行、并随 Windows 启动的网关节点。需要管理员权限，并为所有用户安装。"
!insertmacro text ABOUT_DATA "What Linekeeper has kept for you and for its service. It can't be brought back." \
  "Linekeeper 为您和其服务保存的内容。删除后无法恢复。"
!insertmacro text RUNS "Linekeeper is running. Close it, then try again." "Linekeeper 正在运行。请先关闭它，然后重试。"
!insertmacro text RIGHTS "An installation for all users, the service and the firewall's rule want an administrator, and the \
  service an installation for all users. Start setup with 'Run as administrator'." \
  "为所有用户安装、安装服务和添加防火墙规则都需要管理员权限，且服务只能在为所有用户安装时使用。请以管理员身份运行安装程序。"
!insertmacro text WINDOWS_10 "Linekeeper needs Windows 10 or later." "Linekeeper 需要 Windows 10 或更高版本。"
!insertmacro text FIREWALL_NOT_SET "The firewall's rule could not be made; linekeeper check firewall says why." \
  "无法添加防火墙规则；linekeeper check firewall 会说明原因。"
!insertmacro text SERVICE_NOT_STARTED "The service does not run; linekeeper service start says why." \
  "服务未运行；linekeeper service start 会说明原因。"
!insertmacro text SERVICE_NOT_REMOVED "The service could not be removed." "无法删除服务。"
