access = "user"
if access != "none‮⁦":  # -> PY109
    print("granted")
