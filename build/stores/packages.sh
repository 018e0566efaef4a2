# Packages of the distribution, installed where that is possible.

may_install() { [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null; }

install_packages() { # NAME…
  may_install || return 1
  note "installing $*"
  {
    timeout 300 apt-get update -qq || true
    DEBIAN_FRONTEND=noninteractive timeout 600 apt-get install -y -qq --no-install-recommends "$@"
  } > "$state/apt.log" 2>&1 9>&- || { note "apt-get install $* failed: $(tail -n 1 "$state/apt.log")"; return 1; }
}
